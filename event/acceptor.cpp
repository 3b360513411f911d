#include "event/acceptor.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <optional>
#include <utility>

#include "event/timeout.hpp"

namespace tined::event {
namespace {

Task<std::optional<Acceptor::Accepted>> next_of(Queue<Acceptor::Accepted>& queue) {
    auto accepted = co_await queue.pop();
    co_return std::move(accepted);
}

}  // namespace

std::expected<base::Descriptor, base::SystemError> listen_at(const SocketAddress& address,
                                                             int backlog) {
    base::Descriptor socket(
        ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int on = 1;
    if (socket && setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
        bind(socket.get(), address.get(), address.length) == 0 &&
        listen(socket.get(), backlog) == 0) {
        return socket;
    }
    const int error = errno;
    return std::unexpected(base::SystemError(error, "listen at " + address.text()));
}

Acceptor::Acceptor(Loop& loop, base::Descriptor listening) noexcept
    : listener_(loop, std::move(listening), *this) {}

Task<std::expected<Acceptor::Accepted, StreamError>> Acceptor::accept(Stream::Time deadline) {
    if (auto at_once = waiting_.try_pop()) co_return std::move(*at_once);
    if (!listener_.resume()) co_return std::unexpected(StreamError::broken);
    if (deadline == Stream::no_deadline) {
        auto accepted = co_await waiting_.pop();
        co_return std::move(*accepted);
    }
    const auto left = deadline - Loop::current().now();
    auto accepted = co_await with_timeout(next_of(waiting_), left);
    if (!accepted) co_return std::unexpected(StreamError::timed_out);
    co_return std::move(**accepted);
}

void Acceptor::on_accepted(Listener& listener, base::Descriptor socket, const SocketAddress& peer) {
    waiting_.try_push({std::move(socket), peer});
    if (waiting_.size() >= Listener::batch) listener.pause();
}

}  // namespace tined::event
