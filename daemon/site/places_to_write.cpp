#include "daemon/site/places_to_write.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <string_view>

#include "daemon/control/pid_file.hpp"
#include "daemon/logs/log_destination.hpp"
#include "daemon/sockets/listen_address.hpp"
#include "daemon/sockets/unix_name.hpp"

namespace tined::daemon {
namespace {

using base::SystemError;
using Why = std::optional<std::string>;  // nothing: it can be

Why refused(std::string_view about, const std::filesystem::path& object) {
    return SystemError::from_errno(about, object.native()).what();
}

// By the effective user, as open(2) would; a read-only file system refuses root, too.
bool is_writable(const std::filesystem::path& path, int how) {
    return ::faccessat(AT_FDCWD, path.c_str(), how, AT_EACCESS) == 0;
}

Why why_nothing_can_be_made_beside(const std::filesystem::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    // With the dot it must be a folder.
    if (is_writable(folder / ".", W_OK | X_OK)) return std::nullopt;
    return refused("write into", folder);
}

Why why_no_pid_file(const std::filesystem::path& path) {
    if (const auto why = PidFile::why_not_at(path)) return why->what();
    return why_nothing_can_be_made_beside(path);
}

Why why_no_log(const config::LogTarget& target) {
    using Kind = config::LogTarget::Kind;
    if (target.kind == Kind::journal || target.kind == Kind::syslog) {
        const auto opened = LogDestination::open(target);
        return opened ? std::nullopt : Why(opened.error().what());
    }
    if (target.kind != Kind::file) return std::nullopt;
    struct stat status = {};
    if (::stat(target.file.c_str(), &status) != 0) {
        if (errno != ENOENT && errno != ENOTDIR) return refused("open", target.file);
        return why_nothing_can_be_made_beside(target.file);
    }
    if (S_ISDIR(status.st_mode)) return SystemError(EISDIR, "open " + target.file.native()).what();
    return is_writable(target.file, W_OK) ? std::nullopt : refused("open", target.file);
}

Why why_no_socket(const std::filesystem::path& path) {
    if (const auto name = unix_name(path); !name) return name.error().what();
    struct stat status = {};
    if (::lstat(path.c_str(), &status) == 0 && !S_ISSOCK(status.st_mode)) {
        return fmt::format("{} is there, and is no socket", path.native());
    }
    return why_nothing_can_be_made_beside(path);
}

Why why_no_socket(const config::Listen& listen) {
    const auto* const local = std::get_if<config::UnixAddress>(&listen.address);
    if (local == nullptr) return std::nullopt;
    // getgrnam(3) is not thread-safe; neither the master nor a command has threads.
    if (listen.group && ::getgrnam(listen.group->c_str()) == nullptr) {
        return fmt::format("there is no group \"{}\"", *listen.group);
    }
    return why_no_socket(local->path);
}

}  // namespace

std::vector<std::string> places_not_to_write(const config::Settings& settings,
                                             const std::string& file) {
    std::vector<std::string> lines;
    const auto note = [&](std::string_view key, const Why& why) {
        if (why) lines.push_back(fmt::format("{}: {}: {}", file, key, *why));
    };
    for (const config::Listen& listen : settings.listen) {
        const Why why = why_no_socket(listen);
        if (why) lines.push_back(fmt::format("{}: {}", where_of(listen), *why));
    }
    if (settings.pid_file) note("pid_file", why_no_pid_file(*settings.pid_file));
    if (settings.control) note("control", why_no_socket(*settings.control));
    note("log.to", why_no_log(settings.log.to));
    note("log.access.to", why_no_log(settings.log.access.to));
    return lines;
}

}  // namespace tined::daemon
