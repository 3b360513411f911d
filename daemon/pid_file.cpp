#include "daemon/pid_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "base/descriptor.hpp"

namespace tined::daemon {
namespace {

std::string content() { return fmt::format("{}\n", ::getpid()); }

}  // namespace

PidFile& PidFile::operator=(PidFile&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(fresh_, other.fresh_);
    return *this;
}

PidFile::~PidFile() {
    if (!fresh_.empty()) ::unlink(fresh_.c_str());
}

std::expected<PidFile, base::SystemError> PidFile::prepare(std::filesystem::path path) {
    struct stat status = {};
    if (::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
        return std::unexpected(base::SystemError(EISDIR, "write " + path.string()));
    }
    // mkostemp(3) makes a name that nobody else has, so no planted link is followed.
    std::string fresh = path.string() + ".XXXXXX";
    const base::Descriptor file(::mkostemp(fresh.data(), O_CLOEXEC));
    if (!file) return std::unexpected(base::SystemError::from_errno("write", path.string()));
    PidFile made(std::move(path), std::move(fresh));
    if (const auto written = base::write_whole(file.get(), content()); !written) {
        return std::unexpected(
            base::SystemError(written.error().code(), "write " + made.path_.string()));
    }
    if (::fchmod(file.get(), 0644) != 0) {
        return std::unexpected(base::SystemError::from_errno("write", made.path_.string()));
    }
    return made;
}

std::expected<void, base::SystemError> PidFile::put_in_place() {
    if (::rename(fresh_.c_str(), path_.c_str()) != 0) {
        return std::unexpected(base::SystemError::from_errno("write", path_.string()));
    }
    fresh_.clear();
    return {};
}

bool PidFile::is_in_place() const {
    constexpr std::size_t longest_pid = 32;
    const auto held = base::read_whole(path_.string(), longest_pid);
    return held && *held == content();
}

void PidFile::remove() const {
    if (is_in_place()) ::unlink(path_.c_str());
}

}  // namespace tined::daemon
