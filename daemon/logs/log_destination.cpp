#include "daemon/logs/log_destination.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace tined::daemon {
namespace {

using Wire = LogDestination::Wire;

constexpr std::string_view journal_socket = "/run/systemd/journal/socket";
constexpr std::string_view syslog_socket = "/dev/log";

std::string_view path_of(Wire wire) {
    return wire == Wire::journal ? journal_socket : syslog_socket;
}

bool connect_to(int socket, std::string_view path) noexcept {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::ranges::copy(path, address.sun_path);  // both are shorter, and a zero follows
    return ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

std::expected<LogDestination, base::SystemError> open_socket(Wire wire) {
    base::Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket || !connect_to(socket.get(), path_of(wire))) {
        return std::unexpected(base::SystemError::from_errno("connect to", path_of(wire)));
    }
    return LogDestination(std::move(socket), wire);
}

std::expected<LogDestination, base::SystemError> open_file(const std::string& path) {
    // O_NONBLOCK: a FIFO without a reader is the error ENXIO, and one that nobody empties waits for
    // nobody. For files it means nothing.
    constexpr int flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    constexpr mode_t mode = 0640;
    base::Descriptor file(::open(path.c_str(), flags | O_EXCL, mode));
    // A unit's umask is narrower; what is there already has the mode that somebody gave it.
    if (file) {
        ::fchmod(file.get(), mode);
    } else if (errno == EEXIST) {
        file.reset(::open(path.c_str(), flags, mode));
    }
    if (!file) return std::unexpected(base::SystemError::from_errno("open", path));
    return LogDestination(std::move(file), Wire::plain);
}

// "DEVICE:INODE" of the stream that systemd has connected to the journal. It may have been turned
// elsewhere since, so the two are compared.
bool is_journal_stream(int fd) {
    const char* const named = std::getenv("JOURNAL_STREAM");
    struct stat status = {};
    if (named == nullptr || ::fstat(fd, &status) != 0) return false;
    return fmt::format("{}:{}", status.st_dev, status.st_ino) == named;
}

}  // namespace

LogDestination LogDestination::standard_error() {
    return LogDestination(STDERR_FILENO,
                          is_journal_stream(STDERR_FILENO) ? Wire::journal_stream : Wire::plain);
}

std::expected<LogDestination, base::SystemError> LogDestination::open(
    const config::LogTarget& target) {
    using Kind = config::LogTarget::Kind;
    switch (target.kind) {
        case Kind::standard_output:
            return LogDestination(STDOUT_FILENO);
        case Kind::standard_error:
            return standard_error();
        case Kind::journal:
            return open_socket(Wire::journal);
        case Kind::syslog:
            return open_socket(Wire::syslog);
        case Kind::file:
            return open_file(target.file.string());
    }
    return std::unexpected(base::SystemError(EINVAL, "open a log"));
}

std::expected<LogDestination, base::SystemError> LogDestination::duplicate() const {
    if (is_standard()) return LogDestination(fd_, wire_);
    base::Descriptor second(::fcntl(fd_, F_DUPFD_CLOEXEC, 0));
    if (!second) return std::unexpected(base::SystemError::from_errno("duplicate a log"));
    return LogDestination(std::move(second), wire_);
}

bool LogDestination::connect_again() const noexcept {
    return is_datagram() && connect_to(fd_, path_of(wire_));
}

}  // namespace tined::daemon
