#include "http/client_connection.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "event/connect.hpp"
#include "event/resolve.hpp"
#include "event/timeout.hpp"
#include "http/proxy_tunnel.hpp"

namespace tined::http {
namespace {

using event::Loop;
using event::Stream;
using Opened = std::expected<std::unique_ptr<ClientConnection>, ClientError>;
using Connected = std::expected<base::Descriptor, ClientError>;

Stream::Time earlier(Stream::Time deadline, std::chrono::milliseconds timeout) {
    return std::min(deadline, Loop::current().now() + timeout);
}

event::Task<Connected> connect(Origin origin, Stream::Time deadline) {
    const auto left = deadline - Loop::current().now();
    auto finding = event::resolve(origin.host, origin.port);
    auto in_time = co_await with_timeout(std::move(finding), left);
    if (!in_time) {
        co_return std::unexpected(
            ClientError{ClientFault::timed_out, "it took too long to find " + origin.host});
    }
    auto& addresses = *in_time;
    if (!addresses) {
        co_return std::unexpected(
            ClientError{ClientFault::unresolved, origin.host + ": " + addresses.error()});
    }
    auto socket = co_await event::connect_to_any(std::move(*addresses), deadline);
    if (socket) co_return std::move(*socket);
    const auto fault =
        socket.error().code() == ETIMEDOUT ? ClientFault::timed_out : ClientFault::unconnected;
    co_return std::unexpected(ClientError{fault, socket.error().what()});
}

}  // namespace

event::Task<Opened> ClientConnection::open(Origin origin, const ClientSettings& settings,
                                           const event::TlsContext* context,
                                           Stream::Time deadline) {
    const bool has_proxy = !settings.proxy.empty();
    const auto first = has_proxy ? proxy_of(settings) : origin;
    if (!first) co_return std::unexpected(first.error());
    const Stream::Time until = earlier(deadline, settings.connect_timeout);
    auto socket = co_await connect(*first, until);
    if (!socket) co_return std::unexpected(std::move(socket.error()));
    auto made = std::make_unique<ClientConnection>(std::move(origin), std::move(*socket));
    if (!made->origin_.is_secure) co_return made;
    if (has_proxy) {
        const auto opened = co_await open_tunnel(made->stream_, made->origin_, settings, until);
        if (!opened) co_return std::unexpected(opened.error());
    }
    made->tls_.emplace(made->stream_, *context, made->origin_.host);
    const auto shaken = co_await made->tls_->handshake(earlier(deadline, settings.tls_timeout));
    if (shaken) co_return made;
    const auto fault = shaken.error().is_late ? ClientFault::timed_out : ClientFault::untrusted;
    co_return std::unexpected(
        ClientError{fault, fmt::format("{}: {}", made->origin_.host, shaken.error().why)});
}

ClientConnection::ClientConnection(Origin origin, base::Descriptor socket)
    : origin_(std::move(origin)),
      stream_(Loop::current(), std::move(socket), &ClientConnection::on_readable, this) {
    // A head and its body are two segments where the body is long; the second must not wait until
    // the first is acknowledged.
    const int on = 1;
    ::setsockopt(stream_.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

event::Task<std::expected<std::size_t, event::StreamError>> ClientConnection::read_some(
    std::span<char> into, Stream::Time deadline) {
    return tls_ ? tls_->read_some(into, deadline) : stream_.read_some(into, deadline);
}

event::Task<std::expected<void, event::StreamError>> ClientConnection::write(
    std::string_view text, Loop::Clock::duration silence) {
    return tls_ ? tls_->write(text, silence) : stream_.write(text, silence);
}

event::Task<std::expected<void, event::StreamError>> ClientConnection::write(
    std::string_view text, std::string_view more, Loop::Clock::duration silence) {
    if (!tls_) {
        iovec pieces[] = {{const_cast<char*>(text.data()), text.size()},  // only read
                          {const_cast<char*>(more.data()), more.size()}};
        const auto written = co_await stream_.write_all(pieces, silence);
        co_return written;
    }
    const auto first = co_await tls_->write(text, silence);
    if (!first) co_return first;
    const auto second = co_await tls_->write(more, silence);
    co_return second;
}

void ClientConnection::shut_down() noexcept { ::shutdown(stream_.fd(), SHUT_RDWR); }

bool ClientConnection::is_stale() const noexcept {
    char byte = 0;
    const ssize_t got = ::recv(stream_.fd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

bool ClientConnection::rest(OnUnusable on_unusable, void* context) noexcept {
    if (tls_ && tls_->has_unread()) return false;
    on_unusable_ = on_unusable;
    context_ = context;
    return stream_.watch_reading();
}

// In use, bytes that nobody waits for yet stay in the kernel.
void ClientConnection::on_readable(void* self) {
    auto& connection = *static_cast<ClientConnection*>(self);
    if (connection.on_unusable_ == nullptr) return connection.stream_.pause_reading();
    const OnUnusable tell = std::exchange(connection.on_unusable_, nullptr);
    tell(connection, connection.context_);
}

}  // namespace tined::http
