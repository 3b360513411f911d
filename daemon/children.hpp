// The processes that the master has forked and waits for: workers, the child that checks a site,
// a new binary. Each has a callback for its end.
//
// A pid that is expected here is safe to signal: it is a child that was not waited for yet, so the
// kernel has given its number to nobody else; it leaves the table in the moment it is waited for.
// As PID 1 of a container the master is handed strangers too; they are waited for and passed over.
#pragma once

#include <sys/types.h>

#include <functional>
#include <map>

#include "base/process.hpp"

namespace tined::daemon {

class Children {
public:
    using OnExit = std::function<void(const base::Exit&)>;

    Children() = default;
    Children(const Children&) = delete;
    Children& operator=(const Children&) = delete;

    /// `pid` was just forked by this process.
    void expect(pid_t pid, OnExit on_exit) { expected_[pid] = std::move(on_exit); }
    /// Nobody wants to know of its end any more; it is still waited for.
    void forget(pid_t pid) noexcept { expected_.erase(pid); }

    /// At SIGCHLD: waits for all that have ended, and calls back for each that was expected.
    void reap();

private:
    std::map<pid_t, OnExit> expected_;
};

}  // namespace tined::daemon
