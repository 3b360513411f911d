#include "event/connect.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "event/loop.hpp"

namespace tined::event {
namespace {

// Begins to connect; the errno, 0 if it is done already.
int begin(int socket, const SocketAddress& address) noexcept {
    // Interrupted, it goes on by itself, as one that is in progress.
    if (connect(socket, address.get(), address.length) == 0) return 0;
    return errno == EINTR ? EINPROGRESS : errno;
}

int outcome_of(int socket) noexcept {
    int error = 0;
    socklen_t size = sizeof error;
    return getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

}  // namespace

Task<std::expected<base::Descriptor, base::SystemError>> connect_to(SocketAddress address,
                                                                    Stream::Time deadline) {
    base::Descriptor socket(
        ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    int error = socket ? begin(socket.get(), address) : errno;
    if (error == EINPROGRESS) {
        Stream connecting(Loop::current(), std::move(socket));
        const Waited waited = co_await connecting.writable(deadline);
        socket = connecting.release();
        error = waited == Waited::ready ? outcome_of(socket.get()) : ETIMEDOUT;
    }
    if (error == 0) co_return socket;
    co_return std::unexpected(base::SystemError(error, "connect to " + address.text()));
}

}  // namespace tined::event
