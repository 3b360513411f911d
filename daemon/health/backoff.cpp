#include "daemon/health/backoff.hpp"

#include <algorithm>
#include <utility>

namespace tined::daemon {

Backoff::Duration Backoff::after_death(std::chrono::nanoseconds uptime) noexcept {
    if (uptime >= healthy_after) next_ = Duration::zero();
    const Duration following = next_ == Duration::zero() ? first_ : next_ * 2;
    return std::exchange(next_, std::min(following, most_));
}

}  // namespace tined::daemon
