// Brings an edition into service: first when tined starts, then at each reload. All or nothing:
//
//   checking   a child looks, as the workers' user, whether the site can be read, and asks its
//              `tests:` (preflight.hpp)
//   trying     one new worker serves for `supervise.trial`, beside the old ones
//   starting   the other new workers start; when all of them are ready the edition is in service
//
// At the end of its trial, and again of all, each new worker is called, and must answer: one whose
// loop stands still holds the edition up until it goes round, or is ended for hanging.
//
// Whatever goes wrong before that ends it, and nothing has changed. It decides; what follows for
// the old workers, the sockets and the rest is its owner's to do. It waits nowhere.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>

#include "base/process.hpp"
#include "daemon/edition.hpp"
#include "daemon/failure.hpp"
#include "daemon/master_loop.hpp"
#include "daemon/recruiter.hpp"
#include "daemon/site/preflight.hpp"
#include "daemon/workforce.hpp"

namespace tined::daemon {

class Rollout {
public:
    enum class Phase : std::uint8_t { idle, checking, trying, starting };

    /// Each is called once for a begin(), from the loop or from begin() itself; it is idle again.
    class Owner {
    public:
        /// All workers of `edition` serve.
        virtual void on_rolled_out(Edition edition) = 0;
        /// Nobody serves `edition`, unless new workers of it are alive, which must go.
        virtual void on_rollout_failed(Edition edition, const Failure& failure) = 0;

    protected:
        ~Owner() = default;
    };

    /// All outlive it.
    Rollout(MasterLoop& loop, Children& children, Workforce& workforce, Recruiter& recruiter,
            Owner& owner) noexcept
        : loop_(loop),
          workforce_(workforce),
          recruiter_(recruiter),
          owner_(owner),
          preflight_(loop, children) {}

    /// Must be idle. With `trial` zero there is none.
    void begin(Edition edition, SiteTests tests, std::chrono::milliseconds trial);
    /// A worker has said that it is ready.
    void on_ready(const Worker& worker);
    /// A worker has answered a call.
    void on_present(const Worker& worker);
    /// A worker that was not retiring has died; how, as `death` tells. True: it was of the new
    /// edition, which has failed by that.
    bool on_death(const Worker& worker, const base::Exit& exit, std::string_view death);
    /// Ends it without a word to the owner; gives the edition, as on_rollout_failed would.
    std::optional<Edition> cancel();

    Phase phase() const noexcept { return phase_; }
    bool is_idle() const noexcept { return phase_ == Phase::idle; }

private:
    void on_checked(const std::optional<Failure>& failure);
    bool recruit(unsigned slot);
    void start_from(unsigned slot);
    void call();
    void finish_if_serving();
    void fail(const Failure& failure);

    MasterLoop& loop_;
    Workforce& workforce_;
    Recruiter& recruiter_;
    Owner& owner_;
    Preflight preflight_;
    Phase phase_ = Phase::idle;
    std::optional<Edition> edition_;  // unless idle
    std::chrono::milliseconds trial_{0};
    MasterLoop::Registration trial_end_;
    std::set<pid_t> called_;  // who has not answered yet
};

}  // namespace tined::daemon
