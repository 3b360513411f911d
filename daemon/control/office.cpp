#include "daemon/control/office.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <utility>

namespace tined::daemon {
namespace {

Failure wrong_pid_file(const base::SystemError& error) {
    return Failure(ExitCode::failed_at_work, "pid_file: " + error.what());
}

/// Two masters of one pid file would leave scripts with the pid of one and the other's end.
std::expected<PidFile, Failure> make_pid_file(const std::filesystem::path& path,
                                              bool is_replacing) {
    if (const auto holder = is_replacing ? std::nullopt : PidFile::holder(path)) {
        return std::unexpected(Failure(
            ExitCode::failed_at_work,
            fmt::format("pid_file: {} is that of a running tined, pid {}: stop it, or name another",
                        path.string(), *holder)));
    }
    auto made = PidFile::prepare(path);
    if (!made) return std::unexpected(wrong_pid_file(made.error()));
    return std::move(*made);
}

}  // namespace

std::expected<Office::Claim, Failure> Office::claim(const config::Settings& settings,
                                                    const std::string& file,
                                                    bool is_replacing) const {
    auto control =
        control_.prepare({.named = settings.control, .file = file, .is_replacing = is_replacing});
    if (!control) return std::unexpected(std::move(control.error()));
    Claim claim = {.pid_file = {}, .keeps_pid_file = false, .control = std::move(*control)};
    claim.keeps_pid_file =
        pid_file_ && settings.pid_file == pid_file_->path() && pid_file_->is_in_place();
    if (claim.keeps_pid_file || !settings.pid_file) return claim;
    auto prepared = make_pid_file(*settings.pid_file, is_replacing);
    if (!prepared) return std::unexpected(std::move(prepared.error()));
    claim.pid_file.emplace(std::move(*prepared));
    return claim;
}

std::optional<Failure> Office::take(Claim claim) {
    if (claim.pid_file) {
        const auto put = claim.pid_file->put_in_place();
        if (!put) return wrong_pid_file(put.error());
    }
    const bool is_elsewhere =
        pid_file_ && !(claim.pid_file && claim.pid_file->path() == pid_file_->path());
    if (auto failure = control_.open(std::move(claim.control))) {
        if (claim.pid_file && (!pid_file_ || is_elsewhere)) claim.pid_file->remove();
        return failure;
    }
    if (claim.keeps_pid_file) return std::nullopt;
    if (is_elsewhere) pid_file_->remove();
    pid_file_ = std::move(claim.pid_file);
    return std::nullopt;
}

void Office::leave(int code) {
    if (pid_file_) pid_file_->remove();
    control_.close(code);
}

}  // namespace tined::daemon
