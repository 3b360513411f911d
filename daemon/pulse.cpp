#include "daemon/pulse.hpp"

namespace tined::daemon {

void Pulse::begin() {
    last_ = Clock::now();
    timer_ = loop_.every(period, [this] { beat(Clock::now()); });
}

void Pulse::beat(Clock::time_point now) {
    const bool is_late = now - std::exchange(last_, now) > late;
    if (!is_late) look_(now);
}

}  // namespace tined::daemon
