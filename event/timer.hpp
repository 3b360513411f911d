// Timer: a plain function is called once after a while, or again and again.
//
// Coarse: it goes by a clock that steps every few milliseconds (CLOCK_MONOTONIC_COARSE), so it may
// be late by the loop's work and early or late by a step. It costs no system call, but a place in
// a heap: for thousands of connections with the same patience there is event/deadline_queue.hpp.
#pragma once

#include <chrono>

#include "event/loop.hpp"
#include "event/watch.hpp"

namespace tined::event {

class Timer {
public:
    /// Does not start it. `loop` must outlive it. It does not move.
    Timer(Loop& loop, Callback callback, void* context) noexcept;
    ~Timer();
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

    /// Calls back once, `after` from now; what is not positive means the next iteration. Started
    /// again, it begins anew.
    void start(Loop::Clock::duration after);
    /// Calls back every `period` (positive) until stop().
    void start_periodic(Loop::Clock::duration period);
    /// The callback is not called after it. May be called from there, as may the destructor.
    void stop() noexcept;
    bool is_started() const noexcept;

private:
    void add(Loop::Clock::duration after, short flags);

    struct event event_;
};

}  // namespace tined::event
