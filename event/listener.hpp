// Listener: accepts the connections that come to one listening socket.
//
// At most `batch` in one go: a worker that dies loses what it has accepted and not answered, while
// what is left in the queue is still there for its siblings.
// When there are no descriptors (or no memory) for one more, it says so once, and asks the owner to
// free one. Where that does not help it stops accepting, and tries again every 100 ms and whenever
// the owner says that a descriptor was freed. That is over, and would be told anew the next time,
// when all that had queued up is accepted and nothing had to be freed for it.
// Connections may not take the last descriptors, for what they ask needs some too, such as a file:
// one that is given the number `first_spare` or above is a shortage already, though it is served.
#pragma once

#include <limits>

#include "base/descriptor.hpp"
#include "event/loop.hpp"
#include "event/socket_address.hpp"
#include "event/timer.hpp"
#include "event/watch.hpp"

namespace tined::event {

class Listener {
public:
    static constexpr int batch = 8;

    /// Whom it tells. May pause, resume or close the listener in these, but not destroy it.
    class Owner {
    public:
        /// `socket` is nonblocking and close-on-exec.
        virtual void on_accepted(Listener& listener, base::Descriptor socket,
                                 const SocketAddress& peer) = 0;
        /// `error` is accept(2)'s: EMFILE, ENFILE, ENOBUFS or ENOMEM.
        virtual void on_descriptors_exhausted(Listener& listener, int error) = 0;
        /// The process has as many descriptors as it may. True: one was closed for the newcomer.
        virtual bool free_descriptor() = 0;

    protected:
        ~Owner() = default;
    };

    /// Takes the listening socket, which is nonblocking; accepts nothing until resume(). `loop`
    /// and `owner` must outlive it.
    Listener(Loop& loop, base::Descriptor socket, Owner& owner,
             int first_spare = std::numeric_limits<int>::max()) noexcept;
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    /// False: the kernel has no memory to watch the socket. Nothing after close().
    [[nodiscard]] bool resume() noexcept;
    /// Connections go on queueing in the kernel.
    void pause() noexcept;
    bool is_accepting() const noexcept { return watch_.is_started(); }

    /// Accepts all that has queued up, whether it is paused or not: for one that will be closed.
    /// Without descriptors it does what it can; spare ones it takes.
    void accept_queued();

    /// Closes the socket: this process's hold on it. What has queued up is lost if it was the last.
    void close() noexcept;
    bool is_closed() const noexcept { return !socket_; }
    int fd() const noexcept { return socket_.get(); }

    /// The owner has closed a connection: if one could not be accepted before, now it may. Cheap.
    void descriptor_freed() noexcept {
        if (retry_.is_started()) retry();
    }

private:
    void accept_batch();
    bool accept_one(bool takes_spares);
    int next_descriptor() const noexcept;
    static void move_down(base::Descriptor& socket) noexcept;
    bool is_somebody_waiting() const noexcept;
    void exhausted(int error);
    void retry();

    Owner& owner_;
    base::Descriptor socket_;
    int first_spare_;
    Watch watch_;
    Timer retry_;  // started while it waits for descriptors
    bool told_exhausted_ = false;
    bool freed_one_ = false;  // since all that had queued up was last accepted
};

}  // namespace tined::event
