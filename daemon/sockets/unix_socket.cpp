#include "daemon/sockets/unix_socket.hpp"

#include <grp.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>

namespace tined::daemon {
namespace {

using base::SystemError;

const sockaddr* name_of(const ListenAddress& address) noexcept {
    return reinterpret_cast<const sockaddr*>(&address.storage);
}

const char* path_of(const ListenAddress& address) noexcept {
    return reinterpret_cast<const sockaddr_un&>(address.storage).sun_path;
}

// Only a refusal proves that nobody listens; a full queue (EAGAIN) is somebody's.
bool is_abandoned(const ListenAddress& address) {
    struct stat status = {};
    if (::lstat(path_of(address), &status) != 0 || !S_ISSOCK(status.st_mode)) return false;
    const base::Descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!probe) return false;
    return ::connect(probe.get(), name_of(address), address.length) != 0 && errno == ECONNREFUSED;
}

bool try_bind(int socket, const ListenAddress& address) {
    if (::bind(socket, name_of(address), address.length) == 0) return true;
    if (errno != EADDRINUSE) return false;
    if (!is_abandoned(address) || ::unlink(path_of(address)) != 0) {
        errno = EADDRINUSE;
        return false;
    }
    return ::bind(socket, name_of(address), address.length) == 0;
}

std::expected<void, SystemError> set_owner(const ListenAddress& address) {
    const char* const path = path_of(address);
    if (address.listen.group) {
        const group* const named = ::getgrnam(address.listen.group->c_str());
        if (named == nullptr)
            return std::unexpected(SystemError(ENOENT, "find the group " + *address.listen.group));
        if (::lchown(path, static_cast<uid_t>(-1), named->gr_gid) != 0) {
            return std::unexpected(
                SystemError::from_errno("give to the group", *address.listen.group));
        }
    }
    if (address.listen.mode && ::chmod(path, *address.listen.mode) != 0) {
        return std::unexpected(SystemError::from_errno("set its mode"));
    }
    return {};
}

}  // namespace

std::expected<UnixSocketFile, SystemError> UnixSocketFile::bind(int socket,
                                                                const ListenAddress& address) {
    struct stat status = {};
    if (!try_bind(socket, address) || ::lstat(path_of(address), &status) != 0) {
        return std::unexpected(SystemError::from_errno("bind"));
    }
    UnixSocketFile file(path_of(address), status);
    if (auto owned = set_owner(address); !owned) {
        file.remove();
        return std::unexpected(std::move(owned.error()));
    }
    return file;
}

std::expected<UnixSocketFile, SystemError> UnixSocketFile::existing(const ListenAddress& address) {
    struct stat status = {};
    if (::lstat(path_of(address), &status) != 0) {
        return std::unexpected(SystemError::from_errno("find", path_of(address)));
    }
    return UnixSocketFile(path_of(address), status);
}

std::expected<void, SystemError> UnixSocketFile::adjust(const ListenAddress& address) {
    return set_owner(address);
}

void UnixSocketFile::remove() const noexcept {
    struct stat status = {};
    if (::lstat(path_.c_str(), &status) != 0) return;
    if (status.st_dev == device_ && status.st_ino == inode_) ::unlink(path_.c_str());
}

}  // namespace tined::daemon
