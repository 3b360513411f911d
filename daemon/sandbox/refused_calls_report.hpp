// Tells, from the master, what the sandbox has refused to workers: each system call of each slot
// once, until the next reload. A worker cannot be asked to tell that of itself: it may be somebody
// else's by then.
#pragma once

#include <set>
#include <utility>

#include "daemon/master_loop.hpp"
#include "daemon/workforce.hpp"

namespace tined::daemon {

class RefusedCallsReport {
public:
    /// Looks once a second. Both outlive it.
    RefusedCallsReport(MasterLoop& loop, Workforce& workforce);

    /// Looks at one worker: for one that has died.
    void look(const Worker& worker);
    /// Tells again what comes again.
    void forget() noexcept { told_.clear(); }

private:
    Workforce& workforce_;
    std::set<std::pair<unsigned, int>> told_;  // slot, number
    MasterLoop::Registration tick_;
};

}  // namespace tined::daemon
