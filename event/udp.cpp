#include "event/udp.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace tined::event {
namespace {

StreamError from_errno() noexcept {
    return errno == EAGAIN || errno == EWOULDBLOCK ? StreamError::would_block : StreamError::broken;
}

}  // namespace

std::expected<base::Descriptor, base::SystemError> bind_udp(const SocketAddress& address) {
    base::Descriptor socket(
        ::socket(address.storage.ss_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (socket && bind(socket.get(), address.get(), address.length) == 0) return socket;
    const int error = errno;
    return std::unexpected(base::SystemError(error, "bind to " + address.text()));
}

std::expected<UdpSocket::Received, StreamError> UdpSocket::receive_now(
    std::span<char> into) noexcept {
    Received received{};
    iovec piece{into.data(), into.size()};
    msghdr message{};
    message.msg_name = &received.from.storage;
    message.msg_namelen = sizeof received.from.storage;
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    ssize_t got = -1;
    do {
        got = recvmsg(fd(), &message, 0);
    } while (got < 0 && errno == EINTR);
    if (got < 0) return std::unexpected(from_errno());
    received.size = static_cast<std::size_t>(got);
    received.is_cut = (message.msg_flags & MSG_TRUNC) != 0;
    received.from.length = message.msg_namelen;
    return received;
}

std::expected<void, StreamError> UdpSocket::send_now(std::span<const char> datagram,
                                                     const SocketAddress& to) noexcept {
    ssize_t sent = -1;
    do {
        sent = sendto(fd(), datagram.data(), datagram.size(), MSG_NOSIGNAL, to.get(), to.length);
    } while (sent < 0 && errno == EINTR);
    if (sent < 0) return std::unexpected(from_errno());
    return {};
}

Task<std::expected<UdpSocket::Received, StreamError>> UdpSocket::receive(std::span<char> into,
                                                                         Stream::Time deadline) {
    while (true) {
        const auto received = receive_now(into);
        if (received || received.error() != StreamError::would_block) co_return received;
        waits_.note_drained();
        const Waited waited = co_await waits_.readable(deadline);
        if (waited == Waited::timed_out) co_return std::unexpected(StreamError::timed_out);
    }
}

Task<std::expected<void, StreamError>> UdpSocket::send(std::span<const char> datagram,
                                                       SocketAddress to, Stream::Time deadline) {
    while (true) {
        const auto sent = send_now(datagram, to);
        if (sent || sent.error() != StreamError::would_block) co_return sent;
        const Waited waited = co_await waits_.writable(deadline);
        if (waited == Waited::timed_out) co_return std::unexpected(StreamError::timed_out);
    }
}

}  // namespace tined::event
