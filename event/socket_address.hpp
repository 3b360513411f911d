// SocketAddress: where a socket is, or its peer, as the kernel has it (sockaddr, socket(7)).
// Numeric: a name's resolution may block, and belongs in the executor.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/system_error.hpp"

namespace tined::event {

/// As accept(2) gives it; a unix socket's peer is mostly nameless.
struct SocketAddress {
    sockaddr_storage storage;
    socklen_t length;

    const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
    /// "127.0.0.1:80", "[::1]:80", or "unix".
    std::string text() const;
};

/// Of an IPv4 or IPv6 address as inet_pton(3) reads it, without brackets.
std::optional<SocketAddress> parse_address(std::string_view ip, std::uint16_t port);

/// What the socket is bound to: with port 0, which one the kernel chose.
std::expected<SocketAddress, base::SystemError> local_address(int socket);

}  // namespace tined::event
