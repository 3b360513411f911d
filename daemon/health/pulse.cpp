#include "daemon/health/pulse.hpp"

namespace tined::daemon {

void Pulse::begin(std::chrono::milliseconds period) {
    period_ = period;
    last_ = Clock::now();
    timer_ = loop_.every(period, [this] { beat(Clock::now()); });
}

void Pulse::beat(Clock::time_point now) {
    const bool is_late = now - std::exchange(last_, now) > late * period_;
    if (!is_late) look_(now);
}

}  // namespace tined::daemon
