// with_timeout: a task that is cancelled when it takes too long. As coarse as event/timer.hpp.
#pragma once

#include <expected>
#include <type_traits>
#include <utility>

#include "event/join.hpp"
#include "event/loop.hpp"
#include "event/task.hpp"
#include "event/timer.hpp"

namespace tined::event {

/// The time was over first.
struct TimedOut {
    friend bool operator==(TimedOut, TimedOut) = default;
};

/// Tells a Join that the time is over.
class JoinTimeout {
public:
    JoinTimeout(Join& join, Loop::Clock::duration limit)
        : join_(join), timer_(Loop::current(), call_member<&JoinTimeout::on_time>, this) {
        timer_.start(limit);
    }

private:
    void on_time() { join_.give_up(); }

    Join& join_;
    Timer timer_;
};

/// The task's result, or TimedOut after `limit`; then the task was cancelled. What the task throws
/// is thrown. A result that is there when the time is over counts. A limit that is not positive
/// gives the task until the loop's next iteration.
template <typename T>
Task<std::expected<T, TimedOut>> with_timeout(Task<T> task, Loop::Clock::duration limit) {
    Join join;
    Child<T> child;
    child.start(join, std::move(task), Settles::by_ending);
    if (!child.is_done()) {
        const JoinTimeout timeout(join, limit);
        co_await join;
    }
    if (!child.is_done()) co_return std::unexpected(TimedOut());
    if constexpr (std::is_void_v<T>) {
        child.take();
        co_return {};
    } else {
        co_return child.take();
    }
}

}  // namespace tined::event
