// Debug mode: tells of requests that hold the loop. While a handler runs without suspending, all
// other connections of its worker wait; what blocks belongs on the executor.
//
// A thread beside the loop looks at the worker's row every few milliseconds. Of a request that is
// run for too long within one round of the loop it has the loop's thread interrupted by SIGUSR2,
// whose handler takes the stack, and logs both. System calls that the signal interrupts are
// restarted, but for those that never are (signal(7): poll, nanosleep).
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/scoreboard.hpp"

namespace tined::daemon {

/// Decides which request stalls, out of what is seen of it now and then.
class StallFinder {
public:
    using Clock = base::ScoreboardRow::Clock;
    static constexpr std::chrono::milliseconds limit{50};

    /// To be called every few milliseconds. A request that holds the loop for `limit` is given
    /// once; one that comes again after a round of the loop is another.
    std::optional<base::RequestEntry> look(const base::ScoreboardRow& row, Clock::time_point now);

private:
    std::array<char, 16> id_ = {};
    Clock::time_point heartbeat_;  // of the round in which it was first seen
    std::optional<Clock::time_point> since_;
    bool is_told_ = false;
};

class StallWatch {
public:
    /// In the thread of the loop. `row` is the worker's own, and outlives it. One a process: the
    /// signal has one handler.
    explicit StallWatch(const base::ScoreboardRow& row);
    ~StallWatch();
    StallWatch(const StallWatch&) = delete;
    StallWatch& operator=(const StallWatch&) = delete;

private:
    void watch();
    void tell(const base::RequestEntry& request) const;
    std::string stack_of_loop() const;

    const base::ScoreboardRow& row_;
    const pid_t loop_thread_;
    std::mutex mutex_;
    std::condition_variable ended_;
    bool is_ended_ = false;
    std::thread thread_;  // last: it looks at all the others
};

}  // namespace tined::daemon
