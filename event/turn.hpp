// Turn: for who passes piece after piece on, and may never have to wait for one: a generator that
// has all at hand, a peer as fast as who reads. Without it such a coroutine would keep the loop to
// itself, and neither a timer nor its own cancellation would come to it.
#pragma once

#include "event/loop.hpp"
#include "event/timer.hpp"
#include "event/waiter.hpp"

namespace tined::event {

/// Counts what one coroutine does without a pause:
///
///     if (turn.ends_here()) co_await next_iteration();
class Turn {
public:
    static constexpr unsigned most_pieces = 16;

    /// Called for each piece. True: this was the turn's last, and the loop's others are next.
    [[nodiscard]] bool ends_here() noexcept { return ++pieces_ % most_pieces == 0; }

private:
    unsigned pieces_ = 0;
};

/// What co_await takes; gives nothing. Cancelled, its timer is stopped.
class [[nodiscard("waits only when awaited")]] NextIteration final : private Waiter {
public:
    explicit NextIteration(Loop& loop) noexcept
        : Waiter(loop), timer_(loop, call_member<&NextIteration::on_time>, this) {}

    bool await_ready() const noexcept { return false; }
    void await_suspend(Suspended whom) {
        timer_.start({});
        suspend(whom);
    }
    void await_resume() const noexcept {}

private:
    void on_time() { resume(); }

    Timer timer_;
};

/// Goes on when the current loop has looked at all that is ready: sockets and timers, which
/// sleep_for({}) may come before, as many as Loop::most_turns times.
inline NextIteration next_iteration() { return NextIteration(Loop::current()); }

}  // namespace tined::event
