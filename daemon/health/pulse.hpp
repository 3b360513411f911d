// A beat at which the master looks at its workers' heartbeats. It leaves a look out when its own
// beat comes late: after ^Z, or when the machine was paused, all workers stood still as it did,
// and would be taken for hung; by the next beat they have had time to go on.
#pragma once

#include <functional>

#include "daemon/master_loop.hpp"

namespace tined::daemon {

class Pulse {
public:
    using Clock = MasterLoop::Clock;
    using Look = std::function<void(Clock::time_point now)>;

    static constexpr std::chrono::milliseconds usual_period{250};
    /// A beat that comes so many periods after the last is late.
    static constexpr int late = 3;

    /// `loop` must outlive it. Looks at nothing before begin().
    Pulse(MasterLoop& loop, Look look) : loop_(loop), look_(std::move(look)) {}

    void begin(std::chrono::milliseconds period = usual_period);
    void end() noexcept { timer_.reset(); }

    /// One beat; for the timer.
    void beat(Clock::time_point now);

private:
    MasterLoop& loop_;
    Look look_;
    std::chrono::milliseconds period_ = usual_period;
    Clock::time_point last_;
    MasterLoop::Registration timer_;
};

}  // namespace tined::daemon
