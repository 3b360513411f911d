#include "daemon/upgrade/upgrade_message.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/text.hpp"

namespace tined::daemon {
namespace {

using Kind = UpgradeMessage::Kind;

constexpr std::string_view head = "tined-upgrade 1 ";

std::string encode(const UpgradeMessage& message) {
    switch (message.kind) {
        case Kind::ready:
            return fmt::format("{}ready {}", head, message.pid);
        case Kind::failed:
            return fmt::format("{}failed {}", head,
                               message.text.substr(0, UpgradeMessage::longest_text));
        case Kind::take:
            return fmt::format("{}take", head);
        case Kind::quarantine:
            return fmt::format("{}quarantine {}", head,
                               message.text.substr(0, UpgradeMessage::longest_text));
        case Kind::installed:
            return fmt::format("{}installed", head);
        case Kind::connections:
            return fmt::format("{}connections {}", head, message.slot);
        case Kind::gone:
        case Kind::strange:
            break;  // nobody sends them
    }
    return {};
}

UpgradeMessage decode(std::string_view packet, base::Descriptor descriptor) {
    UpgradeMessage message = {.kind = Kind::strange};
    if (!packet.starts_with(head)) return message;
    packet.remove_prefix(head.size());
    constexpr std::string_view ready = "ready ";
    constexpr std::string_view failed = "failed ";
    constexpr std::string_view quarantine = "quarantine ";
    constexpr std::string_view connections = "connections ";
    if (packet.starts_with(ready)) {
        const auto pid = base::parse_integer<pid_t>(packet.substr(ready.size()));
        if (!pid || *pid <= 0) return message;
        message.kind = Kind::ready;
        message.pid = *pid;
    }
    if (packet == "take") message.kind = Kind::take;
    if (packet == "installed") message.kind = Kind::installed;
    if (packet.starts_with(failed)) {
        message.kind = Kind::failed;
        message.text = packet.substr(failed.size());
    }
    if (packet.starts_with(quarantine)) {
        message.kind = Kind::quarantine;
        message.text = packet.substr(quarantine.size());
    }
    if (packet.starts_with(connections) && descriptor) {
        const auto slot = base::parse_integer<unsigned>(packet.substr(connections.size()));
        if (!slot) return message;
        message.kind = Kind::connections;
        message.slot = *slot;
        message.descriptor = std::move(descriptor);
    }
    return message;
}

struct Packet {
    iovec part = {};
    alignas(cmsghdr) std::byte room[CMSG_SPACE(sizeof(int))] = {};
    msghdr header = {};

    Packet(void* bytes, std::size_t size) {
        part = {.iov_base = bytes, .iov_len = size};
        header.msg_iov = &part;
        header.msg_iovlen = 1;
    }
    Packet(const Packet&) = delete;
    Packet& operator=(const Packet&) = delete;
    void make_room() {
        header.msg_control = room;
        header.msg_controllen = sizeof room;
    }
};

}  // namespace

bool send(int end, const UpgradeMessage& message) noexcept {
    std::string text = encode(message);
    Packet packet(text.data(), text.size());
    if (message.descriptor) {
        packet.make_room();
        const int descriptor = message.descriptor.get();
        cmsghdr* const rights = CMSG_FIRSTHDR(&packet.header);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof descriptor);
        std::memcpy(CMSG_DATA(rights), &descriptor, sizeof descriptor);
    }
    ssize_t sent = 0;
    do {
        sent = ::sendmsg(end, &packet.header, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == static_cast<ssize_t>(text.size());
}

std::optional<UpgradeMessage> receive_upgrade_message(int end) {
    std::string bytes(UpgradeMessage::longest_text + 64, '\0');
    Packet packet(bytes.data(), bytes.size());
    packet.make_room();
    ssize_t got = 0;
    do {
        got = ::recvmsg(end, &packet.header, MSG_CMSG_CLOEXEC);
        // The other end has closed with something unread: said once, before what it has said.
    } while (got < 0 && (errno == EINTR || errno == ECONNRESET));
    if (got < 0 && errno == EAGAIN) return std::nullopt;
    if (got <= 0) return UpgradeMessage{.kind = Kind::gone};
    base::Descriptor descriptor;
    if (const cmsghdr* const rights = CMSG_FIRSTHDR(&packet.header);
        rights != nullptr && rights->cmsg_type == SCM_RIGHTS) {
        int number = -1;
        std::memcpy(&number, CMSG_DATA(rights), sizeof number);
        descriptor.reset(number);
    }
    return decode(std::string_view(bytes).substr(0, static_cast<std::size_t>(got)),
                  std::move(descriptor));
}

}  // namespace tined::daemon
