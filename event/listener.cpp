#include "event/listener.hpp"

#include <fcntl.h>
#include <poll.h>

#include <cerrno>
#include <chrono>
#include <utility>

namespace tined::event {
namespace {

constexpr auto retry_after = std::chrono::milliseconds(100);

}  // namespace

Listener::Listener(Loop& loop, base::Descriptor socket, Owner& owner, int first_spare) noexcept
    : owner_(owner),
      socket_(std::move(socket)),
      first_spare_(first_spare),
      watch_(loop, socket_.get(), Readiness::readable, call_member<&Listener::accept_batch>, this),
      retry_(loop, call_member<&Listener::retry>, this) {}

bool Listener::resume() noexcept {
    if (is_closed()) return true;
    retry_.stop();
    return watch_.start();
}

void Listener::pause() noexcept {
    watch_.stop();
    retry_.stop();
}

void Listener::close() noexcept {
    pause();
    socket_.reset();
}

void Listener::accept_queued() {
    // The bound is more than a queue ever holds; it ends what comes faster than it is accepted,
    // and an error that does not pass.
    constexpr int most_queued = 65'535;
    for (int i = 0; i < most_queued && !is_closed(); ++i) {
        if (!accept_one(true)) return;
    }
}

void Listener::accept_batch() {
    for (int i = 0; i < batch && is_accepting(); ++i) {
        if (!accept_one(false)) return;
    }
}

// False when there is nothing more to accept for now.
bool Listener::accept_one(bool takes_spares) {
    // As long as it is short of them it looks for one before it accepts.
    const bool is_short = told_exhausted_ && !freed_one_ && !takes_spares;
    if (is_short && next_descriptor() >= first_spare_) {
        if (is_somebody_waiting()) exhausted(EMFILE);
        return freed_one_;
    }
    SocketAddress peer;
    peer.length = sizeof(peer.storage);
    const int fd = accept4(socket_.get(), reinterpret_cast<sockaddr*>(&peer.storage), &peer.length,
                           SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
        base::Descriptor socket(fd);
        // It is the lowest that was free. Before it is handed on: the newcomer is not to make way
        // for itself, but takes the place of who did.
        if (fd >= first_spare_) exhausted(EMFILE);
        if (fd >= first_spare_ && freed_one_) move_down(socket);
        owner_.on_accepted(*this, std::move(socket), peer);
        return true;
    }
    const int error = errno;
    switch (error) {
        case EAGAIN:
            // Where each newcomer takes the place of another the shortage goes on.
            told_exhausted_ = std::exchange(freed_one_, false) && told_exhausted_;
            return false;
        case EMFILE:
            // It wants a descriptor before it looks whether anybody is there.
            if (!is_somebody_waiting()) return false;
            [[fallthrough]];
        case ENFILE:
        case ENOBUFS:
        case ENOMEM:
            exhausted(error);
            return false;
        default:
            // What befell that one connection while it queued (ECONNABORTED, or an error of the
            // network that accept(2) hands on); the next may be well.
            return true;
    }
}

// The number that the next descriptor would have.
int Listener::next_descriptor() const noexcept {
    const base::Descriptor probe(::fcntl(socket_.get(), F_DUPFD_CLOEXEC, 0));
    return probe ? probe.get() : std::numeric_limits<int>::max();
}

void Listener::move_down(base::Descriptor& socket) noexcept {
    base::Descriptor lower(::fcntl(socket.get(), F_DUPFD_CLOEXEC, 0));
    if (lower) socket = std::move(lower);
}

bool Listener::is_somebody_waiting() const noexcept {
    pollfd socket = {.fd = socket_.get(), .events = POLLIN, .revents = 0};
    return ::poll(&socket, 1, 0) > 0;
}

void Listener::exhausted(int error) {
    if (!std::exchange(told_exhausted_, true)) owner_.on_descriptors_exhausted(*this, error);
    // Of what the whole system is short, others would take what is freed here. The socket is
    // readable still, so the loop comes back for the newcomer.
    freed_one_ = error == EMFILE && owner_.free_descriptor();
    if (freed_one_) return;
    watch_.stop();
    retry_.start(retry_after);
}

void Listener::retry() {
    // Not even memory to watch the socket: the timer is what is left to wake it.
    if (!resume()) retry_.start(retry_after);
}

}  // namespace tined::event
