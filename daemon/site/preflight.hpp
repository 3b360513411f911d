// What can only be tried as the workers' user: whether all that the site names can be read,
// and whether large bodies can be written to `spool`; and the site's own `tests:`, which may take
// long. A child of the master does it, while the master goes on.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>

#include "base/descriptor.hpp"
#include "base/process.hpp"
#include "daemon/children.hpp"
#include "daemon/failure.hpp"
#include "daemon/master_loop.hpp"
#include "daemon/sandbox/privileges.hpp"
#include "daemon/sandbox/sandbox.hpp"
#include "daemon/site/configuration.hpp"

namespace tined::daemon {

enum class SiteTests { skip, run };

class Preflight {
public:
    /// Called once, from the loop, with the child's lines if it found anything.
    using Done = std::function<void(std::optional<Failure>)>;

    /// Both outlive it.
    Preflight(MasterLoop& loop, Children& children) noexcept : loop_(loop), children_(children) {}
    /// Ends the child.
    ~Preflight() { cancel(); }
    Preflight(const Preflight&) = delete;
    Preflight& operator=(const Preflight&) = delete;

    /// Forks the child, which becomes `identity`, looks, and asks the site's tests within
    /// `sandbox`, as a worker would answer them; null: there is none. It has 30 s, and dies with
    /// the master. One at a time; `configuration` outlives it. The failure is that of the fork;
    /// then `done` is not called. The master's signals must be blocked.
    std::optional<Failure> begin(Configuration& configuration,
                                 const std::optional<Identity>& identity, const Sandbox* sandbox,
                                 SiteTests tests, Done done);
    /// Kills the child, if there is one; `done` is not called.
    void cancel() noexcept;

private:
    bool read();
    void on_told();
    void on_late();
    void on_exit(const base::Exit& exit);
    void finish(std::optional<Failure> failure);

    MasterLoop& loop_;
    Children& children_;
    pid_t child_ = 0;  // 0: there is none
    base::Descriptor pipe_;
    MasterLoop::Registration reading_;
    MasterLoop::Registration deadline_;
    std::string told_;
    Done done_;
};

}  // namespace tined::daemon
