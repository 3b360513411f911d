// A unix socket's file: made when it is bound, in the way if its maker was killed, removed at the
// end.
#pragma once

#include <sys/stat.h>

#include <expected>
#include <optional>
#include <string>

#include "base/descriptor.hpp"
#include "daemon/sockets/listen_address.hpp"

namespace tined::daemon {

class UnixSocketFile {
public:
    /// Binds `socket` to the path. A file there that is a socket on which nobody answers is a dead
    /// one's and goes; any other is EADDRINUSE. Mode and group are set before anybody can connect,
    /// for it does not listen yet.
    static std::expected<UnixSocketFile, base::SystemError> bind(int socket,
                                                                 const ListenAddress& address);

    /// The file of a socket that is bound to the path already: an older master's. ENOENT: there is
    /// none any more, so nobody could connect.
    static std::expected<UnixSocketFile, base::SystemError> existing(const ListenAddress& address);

    /// Sets mode and group as `address` says now, after the file has been made; what it does not
    /// say stays.
    static std::expected<void, base::SystemError> adjust(const ListenAddress& address);

    /// Removes the file, unless another has been put in its place since. Not the destructor's
    /// work: forked children have copies of this object.
    void remove() const noexcept;

private:
    UnixSocketFile(std::string path, const struct stat& status) noexcept
        : path_(std::move(path)), device_(status.st_dev), inode_(status.st_ino) {}

    std::string path_;
    dev_t device_;
    ino_t inode_;
};

}  // namespace tined::daemon
