#include "daemon/channel.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cassert>
#include <cerrno>
#include <cstring>

namespace tined::daemon {
namespace {

// The packet. Both ends are the same program on the same machine.
struct Packet {
    std::uint32_t kind = 0;
    std::uint32_t number = 0;
};

// cmsghdr's alignment, and room for all descriptors.
struct alignas(cmsghdr) Control {
    std::array<char, CMSG_SPACE(Message::most_descriptors * sizeof(int))> bytes = {};
};

std::vector<base::Descriptor> descriptors_in(msghdr& header) {
    std::vector<base::Descriptor> found;
    for (cmsghdr* part = CMSG_FIRSTHDR(&header); part != nullptr;
         part = CMSG_NXTHDR(&header, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
        const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(part) + i * sizeof fd, sizeof fd);
            found.emplace_back(fd);
        }
    }
    return found;
}

}  // namespace

std::expected<Channel, base::SystemError> make_channel() {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0) {
        return std::unexpected(base::SystemError::from_errno("make a worker's channel"));
    }
    return Channel{base::Descriptor(ends[0]), base::Descriptor(ends[1])};
}

bool send(int end, Message::Kind kind, std::uint32_t number,
          std::span<const int> descriptors) noexcept {
    assert(descriptors.size() <= Message::most_descriptors);
    Packet packet = {.kind = static_cast<std::uint32_t>(kind), .number = number};
    iovec bytes = {.iov_base = &packet, .iov_len = sizeof packet};
    msghdr header = {};
    header.msg_iov = &bytes;
    header.msg_iovlen = 1;
    Control control;
    if (!descriptors.empty()) {
        header.msg_control = control.bytes.data();
        header.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
        cmsghdr* const part = CMSG_FIRSTHDR(&header);
        part->cmsg_level = SOL_SOCKET;
        part->cmsg_type = SCM_RIGHTS;
        part->cmsg_len = CMSG_LEN(descriptors.size_bytes());
        std::memcpy(CMSG_DATA(part), descriptors.data(), descriptors.size_bytes());
    }
    ssize_t sent = -1;
    do {
        sent = ::sendmsg(end, &header, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == sizeof packet;
}

std::optional<Message> receive(int end) {
    for (;;) {
        Packet packet;
        Control control;
        iovec bytes = {.iov_base = &packet, .iov_len = sizeof packet};
        msghdr header = {};
        header.msg_iov = &bytes;
        header.msg_iovlen = 1;
        header.msg_control = control.bytes.data();
        header.msg_controllen = control.bytes.size();
        const auto got = ::recvmsg(end, &header, MSG_CMSG_CLOEXEC);
        // That the other end was closed with messages of ours unread is told once, before what it
        // had said itself.
        if (got < 0 && (errno == EINTR || errno == ECONNRESET)) continue;
        if (got < 0 && errno == EAGAIN) return std::nullopt;
        if (got <= 0) return Message();
        Message message;
        message.descriptors = descriptors_in(header);  // owned, whatever the packet turns out to be
        message.lost_descriptors = (header.msg_flags & MSG_CTRUNC) != 0;
        const bool is_known = packet.kind > static_cast<std::uint32_t>(Message::Kind::gone) &&
                              packet.kind <= static_cast<std::uint32_t>(Message::last);
        if (got != sizeof packet || !is_known) continue;
        message.kind = static_cast<Message::Kind>(packet.kind);
        message.number = packet.number;
        return message;
    }
}

}  // namespace tined::daemon
