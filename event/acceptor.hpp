// Acceptor: a coroutine awaits the connections that come to a listening socket, one by one.
//
// It is a Listener (event/listener.hpp: its batches, and what it does without descriptors) and a
// queue: what came with one wake-up waits here for the next accept(), at most a batch of it. What
// nobody has taken is closed with the acceptor.
#pragma once

#include <expected>

#include "base/descriptor.hpp"
#include "base/system_error.hpp"
#include "event/listener.hpp"
#include "event/loop.hpp"
#include "event/queue.hpp"
#include "event/socket_address.hpp"
#include "event/stream.hpp"
#include "event/task.hpp"

namespace tined::event {

/// A nonblocking socket bound to `address` that listens. A port that was closed a moment ago may be
/// bound again (SO_REUSEADDR).
std::expected<base::Descriptor, base::SystemError> listen_at(const SocketAddress& address,
                                                             int backlog = 511);

class Acceptor final : Listener::Owner {
public:
    /// One connection: nonblocking, for a Stream.
    struct Accepted {
        base::Descriptor socket;
        SocketAddress peer;
    };

    /// `listening` is nonblocking. `loop` outlives it. It does not move.
    Acceptor(Loop& loop, base::Descriptor listening) noexcept;

    /// The next connection. timed_out after `deadline`; broken: the kernel has no memory to watch
    /// the socket. Several coroutines may wait.
    Task<std::expected<Accepted, StreamError>> accept(Stream::Time deadline = Stream::no_deadline);

    int fd() const noexcept { return listener_.fd(); }

private:
    void on_accepted(Listener& listener, base::Descriptor socket,
                     const SocketAddress& peer) override;
    void on_descriptors_exhausted(Listener& /*listener*/, int /*error*/) override {}
    bool free_descriptor() override { return false; }

    Queue<Accepted> waiting_;
    Listener listener_;
};

}  // namespace tined::event
