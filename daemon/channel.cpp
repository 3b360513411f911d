#include "daemon/channel.hpp"

#include <sys/socket.h>

#include <cerrno>

namespace tined::daemon {

std::expected<Channel, base::SystemError> make_channel() {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0) {
        return std::unexpected(base::SystemError::from_errno("make a worker's channel"));
    }
    return Channel{base::Descriptor(ends[0]), base::Descriptor(ends[1])};
}

bool send(int end, Message message) noexcept {
    const auto byte = static_cast<std::uint8_t>(message);
    return ::send(end, &byte, sizeof byte, MSG_NOSIGNAL) == sizeof byte;
}

std::optional<Message> receive(int end) noexcept {
    for (;;) {
        std::uint8_t byte = 0;
        const auto got = ::recv(end, &byte, sizeof byte, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && errno == EAGAIN) return std::nullopt;
        if (got <= 0) return Message::gone;
        switch (const auto message = static_cast<Message>(byte)) {
            case Message::ready:
            case Message::retire:
                return message;
            case Message::gone:
                break;  // only this process says so
        }
    }
}

}  // namespace tined::daemon
