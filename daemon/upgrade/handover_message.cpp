#include "daemon/upgrade/handover_message.hpp"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "http/address.hpp"

namespace tined::daemon {
namespace {

using base::Descriptor;
using http::MovingConnection;

constexpr std::uint8_t version = 1;

struct Head {
    std::array<char, 2> protocol = {'t', 'h'};
    std::uint8_t version = daemon::version;
    char kind = 0;
};
constexpr char offer_kind = 'o';
constexpr char taken_kind = 't';
constexpr char withdrawn_kind = 'w';
constexpr char done_kind = 'd';

// What precedes a connection's texts.
struct Record {
    std::uint64_t requests;
    std::uint16_t unread_size;
    std::uint8_t address_size;
    std::uint8_t speaks_for_size;
    std::uint8_t forwarded_by;
    std::uint8_t owes_preamble;
    std::uint16_t reserved;  // 0: no byte of the message is padding
};
static_assert(std::has_unique_object_representations_v<Record>);
static_assert(sizeof(Record) + 2 * 255 + MovingConnection::most_unread <= largest_record);

template <typename T>
    requires std::is_trivially_copyable_v<T>
void append(std::vector<char>& to, const T& value) {
    const auto bytes = std::bit_cast<std::array<char, sizeof(T)>>(value);
    to.insert(to.end(), bytes.begin(), bytes.end());
}

void append(std::vector<char>& to, const std::string& text) {
    to.insert(to.end(), text.begin(), text.end());
}

// Takes a message apart from its front; nothing once it is too short.
class Reader {
public:
    explicit Reader(std::span<const char> bytes) noexcept : left_(bytes) {}

    template <typename T>
    std::optional<T> take() noexcept {
        std::array<char, sizeof(T)> bytes;
        if (left_.size() < bytes.size()) return std::nullopt;
        std::ranges::copy(left_.first(bytes.size()), bytes.begin());
        left_ = left_.subspan(bytes.size());
        return std::bit_cast<T>(bytes);
    }
    std::optional<std::string> take_text(std::size_t size) {
        if (left_.size() < size) return std::nullopt;
        std::string text(left_.data(), size);
        left_ = left_.subspan(size);
        return text;
    }
    bool is_at_end() const noexcept { return left_.empty(); }

private:
    std::span<const char> left_;
};

bool is_peer(const std::string& text) noexcept {
    return text == "unix" || http::Address::parse(text).has_value();
}

std::optional<http::ForwardedBy> family_of(std::uint8_t number) noexcept {
    switch (const auto family = static_cast<http::ForwardedBy>(number)) {
        case http::ForwardedBy::x_forwarded:
        case http::ForwardedBy::forwarded:
        case http::ForwardedBy::proxy:
            return family;
    }
    return std::nullopt;
}

std::optional<MovingConnection> read_connection(Reader& reader) {
    const auto record = reader.take<Record>();
    if (!record || record->unread_size > MovingConnection::most_unread) return std::nullopt;
    if (record->owes_preamble > 1 || record->reserved != 0) return std::nullopt;
    const auto family = family_of(record->forwarded_by);
    auto address = reader.take_text(record->address_size);
    auto speaks_for = reader.take_text(record->speaks_for_size);
    auto unread = reader.take_text(record->unread_size);
    if (!family || !address || !speaks_for || !unread) return std::nullopt;
    if (!is_peer(*address)) return std::nullopt;
    if (!speaks_for->empty() && !is_peer(*speaks_for)) return std::nullopt;
    MovingConnection connection;
    connection.peer.address = std::move(*address);
    connection.peer.forwarded_by = *family;
    connection.peer.take_preamble(std::move(*speaks_for));
    connection.peer.owes_preamble = record->owes_preamble == 1;
    connection.requests = record->requests;
    connection.unread = std::move(*unread);
    return connection;
}

// A connection that would block the loop, or is none, is nobody's who plays by the rules.
bool is_connection(int fd) noexcept {
    int type = 0;
    socklen_t size = sizeof type;
    if (::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM)
        return false;
    const int flags = ::fcntl(fd, F_GETFL);
    return flags >= 0 && (flags & O_NONBLOCK) != 0;
}

std::optional<Offer> read_offer(Reader& reader, std::vector<Descriptor> descriptors) {
    const auto count = reader.take<std::uint8_t>();
    if (!count || *count == 0 || *count > Offer::most || descriptors.size() > *count)
        return std::nullopt;
    Offer offer;
    for (std::size_t i = 0; i < *count; ++i) {
        auto connection = read_connection(reader);
        if (!connection) return std::nullopt;
        if (i >= descriptors.size()) continue;
        if (!is_connection(descriptors[i].get())) return std::nullopt;
        connection->socket = std::move(descriptors[i]);
        offer.connections.push_back(std::move(*connection));
    }
    return offer;
}

template <typename Message>
std::optional<HandoverMessage> widen(std::optional<Message> message) {
    if (!message) return std::nullopt;
    return HandoverMessage(std::move(*message));
}

std::optional<Taken> read_taken(Reader& reader) noexcept {
    const auto which = reader.take<std::uint64_t>();
    return which ? std::optional(Taken{*which}) : std::nullopt;
}

std::optional<HandoverMessage> read_message(char kind, Reader& reader,
                                            std::vector<Descriptor> descriptors) {
    if (kind == offer_kind) return widen(read_offer(reader, std::move(descriptors)));
    if (!descriptors.empty()) return std::nullopt;
    if (kind == taken_kind) return widen(read_taken(reader));
    if (kind == withdrawn_kind) return Withdrawn{};
    if (kind == done_kind) return Done{};
    return std::nullopt;
}

std::expected<HandoverMessage, Unread> decode(std::span<const char> bytes,
                                              std::vector<Descriptor> descriptors) {
    Reader reader(bytes);
    const auto head = reader.take<Head>();
    if (!head || head->protocol != Head().protocol) return std::unexpected(Unread::malformed);
    if (head->version != version) return std::unexpected(Unread::unknown_version);
    auto message = read_message(head->kind, reader, std::move(descriptors));
    if (!message || !reader.is_at_end()) return std::unexpected(Unread::malformed);
    return std::move(*message);
}

constexpr std::size_t control_size = CMSG_SPACE(Offer::most * sizeof(int));

std::vector<Descriptor> descriptors_of(msghdr& message) {
    std::vector<Descriptor> descriptors;
    for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr;
         part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
        const std::size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(part) + i * sizeof fd, sizeof fd);
            descriptors.emplace_back(fd);
        }
    }
    return descriptors;
}

Unsent unsent_from_errno() noexcept {
    if (errno == EAGAIN) return Unsent::no_room;
    return errno == EPIPE || errno == ECONNRESET ? Unsent::gone : Unsent::refused;
}

std::expected<void, Unsent> send_packet(int end, msghdr& message) {
    for (;;) {
        if (::sendmsg(end, &message, MSG_NOSIGNAL) >= 0) return {};
        if (errno != EINTR) return std::unexpected(unsent_from_errno());
    }
}

std::expected<void, Unsent> send_bytes(int end, std::vector<char> bytes) {
    iovec whole = {bytes.data(), bytes.size()};
    msghdr message{};
    message.msg_iov = &whole;
    message.msg_iovlen = 1;
    return send_packet(end, message);
}

void append(std::vector<char>& to, const MovingConnection& connection) {
    const http::Peer& peer = connection.peer;
    const std::string speaks_for = peer.speaks_for ? *peer.speaks_for : std::string();
    assert(connection.unread.size() <= MovingConnection::most_unread);
    append(to, Record{.requests = connection.requests,
                      .unread_size = static_cast<std::uint16_t>(connection.unread.size()),
                      .address_size = static_cast<std::uint8_t>(peer.address.size()),
                      .speaks_for_size = static_cast<std::uint8_t>(speaks_for.size()),
                      .forwarded_by = static_cast<std::uint8_t>(peer.forwarded_by),
                      .owes_preamble = peer.owes_preamble,
                      .reserved = 0});
    append(to, peer.address);
    append(to, speaks_for);
    append(to, connection.unread);
}

std::vector<char> begin_message(char kind) {
    std::vector<char> bytes;
    append(bytes, Head{.kind = kind});
    return bytes;
}

}  // namespace

std::size_t encoded_size(const MovingConnection& connection) noexcept {
    const http::Peer& peer = connection.peer;
    return sizeof(Record) + peer.address.size() + (peer.speaks_for ? peer.speaks_for->size() : 0) +
           connection.unread.size();
}

std::vector<char> encode(std::span<const MovingConnection> connections) {
    assert(!connections.empty() && connections.size() <= Offer::most);
    std::vector<char> bytes = begin_message(offer_kind);
    append(bytes, static_cast<std::uint8_t>(connections.size()));
    for (const MovingConnection& connection : connections) append(bytes, connection);
    return bytes;
}

std::expected<void, Unsent> send_offer(int end, std::span<const char> encoded,
                                       std::span<const MovingConnection> connections) {
    alignas(cmsghdr) std::array<char, control_size> control = {};
    iovec whole = {const_cast<char*>(encoded.data()), encoded.size()};  // only read
    msghdr message{};
    message.msg_iov = &whole;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = CMSG_SPACE(connections.size() * sizeof(int));
    cmsghdr* const part = CMSG_FIRSTHDR(&message);
    part->cmsg_level = SOL_SOCKET;
    part->cmsg_type = SCM_RIGHTS;
    part->cmsg_len = CMSG_LEN(connections.size() * sizeof(int));
    for (std::size_t i = 0; i < connections.size(); ++i) {
        const int fd = connections[i].socket.get();
        std::memcpy(CMSG_DATA(part) + i * sizeof fd, &fd, sizeof fd);
    }
    return send_packet(end, message);
}

std::expected<void, Unsent> send(int end, Taken taken) {
    std::vector<char> bytes = begin_message(taken_kind);
    append(bytes, taken.which);
    return send_bytes(end, std::move(bytes));
}

std::expected<void, Unsent> send(int end, Withdrawn /*withdrawn*/) {
    return send_bytes(end, begin_message(withdrawn_kind));
}

std::expected<void, Unsent> send(int end, Done /*done*/) {
    return send_bytes(end, begin_message(done_kind));
}

std::expected<HandoverMessage, Unread> receive_handover(int end) {
    alignas(cmsghdr) std::array<char, control_size> control;
    std::vector<char> bytes(largest_message);
    iovec whole = {bytes.data(), bytes.size()};
    for (;;) {
        msghdr message{};
        message.msg_iov = &whole;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        const ssize_t got = ::recvmsg(end, &message, MSG_CMSG_CLOEXEC);
        // That the other end was closed with messages of ours unread is told once, before what it
        // had said itself.
        if (got < 0 && (errno == EINTR || errno == ECONNRESET)) continue;
        if (got < 0 && errno == EAGAIN) return std::unexpected(Unread::nothing_yet);
        if (got <= 0) return std::unexpected(Unread::gone);
        auto descriptors = descriptors_of(message);
        if ((message.msg_flags & MSG_TRUNC) != 0) return std::unexpected(Unread::malformed);
        return decode(std::span(bytes).first(static_cast<std::size_t>(got)),
                      std::move(descriptors));
    }
}

}  // namespace tined::daemon
