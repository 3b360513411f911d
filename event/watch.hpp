// Watch: a plain function is called as long as a descriptor is readable, or writable.
//
// It is libevent's `struct event`, 128 bytes, and nothing more: an idle connection has one, and
// that is most of what it may weigh. Persistent: registered with epoll once, by start(), and not
// touched again until stop(). Level-triggered, if not said otherwise: the callback is called in
// every iteration in which the descriptor is ready, so it must read (or write) something, or stop
// the watch. An error or a hang-up counts as ready: the next call on the descriptor tells it.
#pragma once

#include <event2/event_struct.h>

#include <cstdint>

namespace tined::event {

class Loop;

enum class Readiness : std::uint8_t { readable, writable };

/// epoll(7). All watches of one descriptor have the same.
enum class Trigger : std::uint8_t {
    level,  ///< called as long as it is ready
    /// Called when it is ready at start(), and then when something comes (or room is made): once,
    /// whether or not that is read. The kernel need not look a second time whether all was, which
    /// is a fiftieth of what a small request costs it.
    edge,
};

/// In `what` of the callback of an edge-triggered watch for reading: the peer sends no more, so
/// that no edge will tell the end behind the bytes that are there.
bool tells_end(short what) noexcept;

/// As libevent calls it; call_member<> makes one out of a member function.
using Callback = void (*)(int fd, short what, void* context);

template <typename T>
struct ClassOf;
template <typename T>
struct ClassOf<void (T::*)()> {
    using type = T;
};

/// A callback that calls `member` of the object that the context points to.
template <auto member>
void call_member(int /*fd*/, short /*what*/, void* context) noexcept {
    (static_cast<typename ClassOf<decltype(member)>::type*>(context)->*member)();
}

class Watch {
public:
    /// Does not start it. `loop` must outlive it; `fd` stays the caller's, who destroys or stops
    /// the watch before he closes it. It does not move: libevent's lists point into it.
    Watch(Loop& loop, int fd, Readiness readiness, Callback callback, void* context,
          Trigger trigger = Trigger::level) noexcept;
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    /// Costs an epoll_ctl, or nothing if it is started already. False: the kernel refuses (no
    /// memory, or a descriptor that cannot be waited for, as a regular file's).
    [[nodiscard]] bool start() noexcept;
    /// Costs an epoll_ctl, or nothing. The callback is not called after it, even if the descriptor
    /// was found ready in this iteration. May be called from the callback, as may the destructor.
    void stop() noexcept;
    /// Two epoll_ctl, after which the kernel looks anew whether the descriptor is ready. False: as
    /// start(), and it is stopped.
    [[nodiscard]] bool restart() noexcept;
    bool is_started() const noexcept;
    int fd() const noexcept { return event_.ev_fd; }

private:
    struct event event_;
};

}  // namespace tined::event
