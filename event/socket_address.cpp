#include "event/socket_address.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>

#include <cstring>

namespace tined::event {
namespace {

template <typename Family>
SocketAddress wrap(const Family& address) noexcept {
    SocketAddress wrapped{};
    std::memcpy(&wrapped.storage, &address, sizeof address);
    wrapped.length = sizeof address;
    return wrapped;
}

template <typename Family>
Family unwrap(const SocketAddress& address) noexcept {
    Family unwrapped{};
    std::memcpy(&unwrapped, &address.storage, sizeof unwrapped);
    return unwrapped;
}

}  // namespace

std::optional<SocketAddress> parse_address(std::string_view ip, std::uint16_t port) {
    const std::string terminated(ip);
    if (terminated.find('\0') != std::string::npos) return std::nullopt;
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    if (inet_pton(AF_INET, terminated.c_str(), &v4.sin_addr) == 1) return wrap(v4);
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    if (inet_pton(AF_INET6, terminated.c_str(), &v6.sin6_addr) == 1) return wrap(v6);
    return std::nullopt;
}

std::string SocketAddress::text() const {
    char text[INET6_ADDRSTRLEN] = "";
    switch (storage.ss_family) {
        case AF_INET: {
            const auto v4 = unwrap<sockaddr_in>(*this);
            inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
            return fmt::format("{}:{}", text, ntohs(v4.sin_port));
        }
        case AF_INET6: {
            const auto v6 = unwrap<sockaddr_in6>(*this);
            inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
            return fmt::format("[{}]:{}", text, ntohs(v6.sin6_port));
        }
        default:
            return "unix";
    }
}

std::expected<SocketAddress, base::SystemError> local_address(int socket) {
    SocketAddress address{};
    address.length = sizeof address.storage;
    auto* const into = reinterpret_cast<sockaddr*>(&address.storage);
    if (getsockname(socket, into, &address.length) == 0) return address;
    return std::unexpected(base::SystemError::from_errno("find the address of a socket"));
}

}  // namespace tined::event
