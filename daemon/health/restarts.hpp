// When a slot whose worker died gets the next one: at once the first time, later and later while
// its workers die young (daemon/health/backoff.hpp).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "daemon/health/backoff.hpp"
#include "daemon/master_loop.hpp"

namespace tined::daemon {

class Restarts {
public:
    /// Called from the loop, for a slot whose time has come. False: it could not be restarted for
    /// reasons that may pass (no process, no descriptors); it is tried again.
    using Restart = std::function<bool(unsigned slot)>;

    /// `loop` must outlive it. No slots before begin().
    Restarts(MasterLoop& loop, Restart restart) : loop_(loop), restart_(std::move(restart)) {}
    Restarts(const Restarts&) = delete;
    Restarts& operator=(const Restarts&) = delete;

    /// `slots` slots with nothing planned, and nothing held against them.
    void begin(unsigned slots, const config::Supervise& settings);
    /// Nothing is planned any more.
    void end() noexcept { slots_.clear(); }

    /// A worker of the slot died after `uptime`; gives the end of the line that tells it. The
    /// next starts in a later round, even with no delay. Nothing for a slot that is no more.
    std::string plan(unsigned slot, std::chrono::nanoseconds uptime);
    bool is_any_planned() const noexcept;

private:
    struct Slot {
        Backoff backoff;
        MasterLoop::Registration timer = {};
    };

    void plan_in(unsigned slot, Backoff::Duration delay);
    void restart(unsigned slot);

    MasterLoop& loop_;
    Restart restart_;
    std::vector<Slot> slots_;
};

}  // namespace tined::daemon
