// sleep_for, sleep_until: a coroutine waits for a time. As coarse as event/timer.hpp.
#pragma once

#include "event/loop.hpp"
#include "event/timer.hpp"
#include "event/waiter.hpp"

namespace tined::event {

/// What co_await takes; gives nothing. Cancelled, its timer is stopped.
class [[nodiscard("sleeps only when awaited")]] Sleep final : private Waiter {
public:
    Sleep(Loop& loop, Loop::Clock::duration duration) noexcept
        : Waiter(loop), duration_(duration), timer_(loop, call_member<&Sleep::on_time>, this) {}

    bool await_ready() const noexcept { return false; }
    void await_suspend(Suspended whom) {
        if (duration_ > duration_.zero()) {
            timer_.start(duration_);
        } else {
            loop().make_ready(*this);
        }
        suspend(whom);
    }
    void await_resume() const noexcept {}

private:
    void on_time() { resume(); }

    Loop::Clock::duration duration_;
    Timer timer_;
};

/// On the current loop. What is not positive lets the others that are ready have their turn.
inline Sleep sleep_for(Loop::Clock::duration duration) { return Sleep(Loop::current(), duration); }

inline Sleep sleep_until(Loop::Clock::time_point time) {
    Loop& loop = Loop::current();
    return Sleep(loop, time - loop.now());
}

}  // namespace tined::event
