#include "event/listener.hpp"

#include <cerrno>
#include <chrono>
#include <utility>

namespace tined::event {
namespace {

constexpr auto retry_after = std::chrono::milliseconds(100);

}  // namespace

Listener::Listener(Loop& loop, base::Descriptor socket, Owner& owner) noexcept
    : owner_(owner),
      socket_(std::move(socket)),
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
        if (!accept_one()) return;
    }
}

void Listener::accept_batch() {
    for (int i = 0; i < batch && is_accepting(); ++i) {
        if (!accept_one()) return;
    }
}

// False when there is nothing more to accept for now.
bool Listener::accept_one() {
    PeerAddress peer;
    peer.length = sizeof(peer.storage);
    const int fd = accept4(socket_.get(), reinterpret_cast<sockaddr*>(&peer.storage), &peer.length,
                           SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
        owner_.on_accepted(*this, base::Descriptor(fd), peer);
        return true;
    }
    switch (errno) {
        case EAGAIN:
            told_exhausted_ = false;
            return false;
        case EMFILE:
        case ENFILE:
        case ENOBUFS:
        case ENOMEM:
            exhausted(errno);
            return false;
        default:
            // What befell that one connection while it queued (ECONNABORTED, or an error of the
            // network that accept(2) hands on); the next may be well.
            return true;
    }
}

void Listener::exhausted(int error) {
    watch_.stop();
    retry_.start(retry_after);
    if (std::exchange(told_exhausted_, true)) return;
    owner_.on_descriptors_exhausted(*this, error);
}

void Listener::retry() {
    // Not even memory to watch the socket: the timer is what is left to wake it.
    if (!resume()) retry_.start(retry_after);
}

}  // namespace tined::event
