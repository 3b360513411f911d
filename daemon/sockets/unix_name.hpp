// The address of a unix socket in the file system.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <expected>
#include <filesystem>

#include "base/system_error.hpp"

namespace tined::daemon {

struct UnixName {
    sockaddr_un address = {};
    socklen_t length = 0;

    const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&address); }
};

/// ENAMETOOLONG for what does not fit with its terminating zero (107 bytes, unix(7)).
std::expected<UnixName, base::SystemError> unix_name(const std::filesystem::path& path);

}  // namespace tined::daemon
