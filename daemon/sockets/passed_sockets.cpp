#include "daemon/sockets/passed_sockets.hpp"

#include <fcntl.h>
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

struct Numbers {
    std::size_t address = 0;
    std::size_t socket = 0;
};

/// Of a name that stored_name() made.
std::optional<Numbers> numbers_in(std::string_view name) {
    const auto halves = base::split_once(name, '-');
    if (!halves || !halves->before.starts_with('a') || !halves->after.starts_with('s')) {
        return std::nullopt;
    }
    const auto address = base::parse_integer<std::size_t>(halves->before.substr(1));
    const auto socket = base::parse_integer<std::size_t>(halves->after.substr(1));
    if (!address || !socket) return std::nullopt;
    return Numbers{*address, *socket};
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

bool is_stored_name(std::string_view name) { return numbers_in(name).has_value(); }

PassedSockets::PassedSockets(std::vector<systemd::PassedDescriptor> passed) {
    for (systemd::PassedDescriptor& one : passed) {
        Socket socket = {std::move(one.descriptor), std::move(one.name)};
        socklen_t length = sizeof socket.address;
        const int fd = socket.descriptor.get();
        if (!is_listening(fd) || !base::set_nonblocking(fd) ||
            ::getsockname(fd, reinterpret_cast<sockaddr*>(&socket.address), &length) != 0) {
            continue;
        }
        if (const auto numbers = numbers_in(socket.name)) {
            socket.group = numbers->address;
            socket.number = numbers->socket;
            sockets_.push_back(std::move(socket));
        } else {
            activated_.push_back({std::move(socket.name), socket.address, length});
            kept_.push_back(std::move(socket.descriptor));
        }
    }
    std::ranges::stable_sort(sockets_, {}, &Socket::number);
}

std::expected<base::Descriptor, base::SystemError> PassedSockets::copy_activated(
    const sockaddr_storage& address) const {
    const auto found = std::ranges::find_if(activated_, [&](const ActivatedSocket& socket) {
        return matches(address, socket.storage);
    });
    const auto index = static_cast<std::size_t>(found - activated_.begin());
    base::Descriptor copy(
        found == activated_.end() ? -1 : ::fcntl(kept_[index].get(), F_DUPFD_CLOEXEC, 0));
    if (copy) return copy;
    return std::unexpected(base::SystemError::from_errno("take systemd's socket"));
}

PassedSockets::Group PassedSockets::take(const sockaddr_storage& address) {
    Group taken;
    sockaddr_storage exact = address;  // of a port 0 the first one found decides
    for (Socket& socket : sockets_) {
        if (!socket.descriptor || !matches(exact, socket.address)) continue;
        exact = socket.address;
        taken.number = socket.group;
        taken.sockets.push_back(std::move(socket.descriptor));
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
