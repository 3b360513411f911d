#include "daemon/passed_sockets.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace tined::daemon {
namespace {

/// The number of the socket in a name that stored_name() made.
std::optional<std::size_t> number_in(std::string_view name) {
    const auto halves = base::split_once(name, '-');
    if (!halves || !halves->before.starts_with('a') || !halves->after.starts_with('s')) {
        return std::nullopt;
    }
    if (!base::parse_integer<std::size_t>(halves->before.substr(1))) return std::nullopt;
    return base::parse_integer<std::size_t>(halves->after.substr(1));
}

bool is_listening(int descriptor) noexcept {
    int on = 0;
    socklen_t length = sizeof on;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &on, &length) == 0 && on != 0;
}

bool is_same_port(in_port_t wanted, in_port_t found) { return wanted == 0 || wanted == found; }

bool matches(const sockaddr_storage& wanted, const sockaddr_storage& found) {
    if (wanted.ss_family != found.ss_family) return false;
    if (wanted.ss_family == AF_INET) {
        const auto& a = reinterpret_cast<const sockaddr_in&>(wanted);
        const auto& b = reinterpret_cast<const sockaddr_in&>(found);
        return a.sin_addr.s_addr == b.sin_addr.s_addr && is_same_port(a.sin_port, b.sin_port);
    }
    if (wanted.ss_family == AF_INET6) {
        const auto& a = reinterpret_cast<const sockaddr_in6&>(wanted);
        const auto& b = reinterpret_cast<const sockaddr_in6&>(found);
        return std::memcmp(&a.sin6_addr, &b.sin6_addr, sizeof a.sin6_addr) == 0 &&
               a.sin6_scope_id == b.sin6_scope_id && is_same_port(a.sin6_port, b.sin6_port);
    }
    if (wanted.ss_family != AF_UNIX) return false;
    return std::string_view(reinterpret_cast<const sockaddr_un&>(wanted).sun_path) ==
           reinterpret_cast<const sockaddr_un&>(found).sun_path;
}

}  // namespace

std::string stored_name(std::size_t address, std::size_t socket) {
    return fmt::format("a{}-s{}", address, socket);
}

PassedSockets::PassedSockets(std::vector<systemd::PassedDescriptor> passed) {
    for (systemd::PassedDescriptor& one : passed) {
        const auto number = number_in(one.name);
        Socket socket = {std::move(one.descriptor), std::move(one.name), {}, number.value_or(0)};
        socklen_t length = sizeof socket.address;
        const int fd = socket.descriptor.get();
        if (!number || !is_listening(fd) || !base::set_nonblocking(fd) ||
            ::getsockname(fd, reinterpret_cast<sockaddr*>(&socket.address), &length) != 0) {
            continue;
        }
        sockets_.push_back(std::move(socket));
    }
    std::ranges::stable_sort(sockets_, {}, &Socket::number);
}

std::vector<base::Descriptor> PassedSockets::take(const sockaddr_storage& address) {
    std::vector<base::Descriptor> taken;
    sockaddr_storage exact = address;  // of a port 0 the first one found decides
    for (Socket& socket : sockets_) {
        if (!socket.descriptor || !matches(exact, socket.address)) continue;
        exact = socket.address;
        taken.push_back(std::move(socket.descriptor));
    }
    return taken;
}

std::vector<std::string> PassedSockets::close_rest() {
    std::vector<std::string> names;
    for (const Socket& socket : sockets_) {
        if (socket.descriptor) names.push_back(socket.name);
    }
    sockets_.clear();
    return names;
}

}  // namespace tined::daemon
