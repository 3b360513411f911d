// The master: binds, forks one worker a slot, and sees to it that there always is one; stops and
// reloads as signals ask. It runs MasterLoop; what it does is done by its parts, each of which
// registers there what it waits for, and is told by the Supervisor what happened to workers:
//
//   Rollout      brings a new edition into service, when it starts and at each reload
//   Restarts     when a slot whose worker died gets the next one
//   Retirement   has workers finish and go, their connections moving to their successors
//   Adoption     lets a sibling accept for a slot whose worker is dead or stands still
//   Narrowing    ends the sockets of slots that a reload has left
//   MasterLog    its log, and the workers' logs when they are opened anew
//
//   SIGTERM, SIGINT   stop: the workers finish within `drain_timeout`; a second one ends at once
//   SIGHUP            reload; or stop, if it came because the controlling terminal hung up
//   SIGUSR1           the log files were rotated: they are opened anew
//   SIGCHLD           a child ended: a worker's slot gets another
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/adoption.hpp"
#include "daemon/children.hpp"
#include "daemon/controlling_terminal.hpp"
#include "daemon/edition.hpp"
#include "daemon/failure.hpp"
#include "daemon/health.hpp"
#include "daemon/line_output.hpp"
#include "daemon/master_log.hpp"
#include "daemon/master_loop.hpp"
#include "daemon/master_signals.hpp"
#include "daemon/narrowing.hpp"
#include "daemon/options.hpp"
#include "daemon/pid_file.hpp"
#include "daemon/pulse.hpp"
#include "daemon/recruiter.hpp"
#include "daemon/refused_calls_report.hpp"
#include "daemon/restarts.hpp"
#include "daemon/retirement.hpp"
#include "daemon/rollout.hpp"
#include "daemon/sockets.hpp"
#include "daemon/workforce.hpp"

namespace tined::daemon {

class Supervisor final : Recruiter::Listener, Rollout::Owner {
public:
    /// What a reload came to: told to whoever asked for it.
    struct ReloadReport {
        bool is_done = false;
        std::vector<std::string> lines;  ///< what serves now, or why nothing was changed
    };
    using OnReloaded = std::function<void(const ReloadReport&)>;

    /// `arguments` are read anew at each reload. `access` is for standard output, `log` for
    /// standard error; both outlive it. Before it no thread may have been started. Throws
    /// std::runtime_error when there is no memory to share with workers.
    Supervisor(Arguments arguments, std::unique_ptr<Configuration> first, LineOutput& log,
               LineOutput& access);
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    /// Until it has stopped. What kept it from serving at all is told on standard error.
    ExitCode run();

    /// Reloads now, or, while one is under way, once more after it; `report` is called from the
    /// loop when that has ended. A stop is the end of it, too.
    void request_reload(OnReloaded report);
    void stop();

private:
    using Clock = Worker::Clock;

    enum class Phase {
        starting,  ///< the first edition is not in service yet
        serving,   ///< also while another edition is rolled out
        stopping,
    };

    // Starting.
    std::optional<Failure> start();
    std::expected<Edition, Failure> prepare(std::unique_ptr<Configuration> configuration);
    std::optional<Failure> write_pid_file(const config::Settings& settings);

    // The loop.
    void on_signal();

    // Workers.
    void on_message(Worker& worker, Message message) override;
    void on_death(Worker worker, const base::Exit& exit) override;
    std::string plan_restart(const Worker& worker, const base::Exit& exit);
    bool restart(unsigned slot);
    bool has_nobody_left() const;
    void look(Clock::time_point now);
    void settle();
    void retire_edition(const Edition& old, const Edition& heir, Message::Queue queue);

    // What is asked for.
    void hang_up();
    void open_logs_anew();
    void reload_if_wanted();
    std::expected<Edition, Failure> read_again();
    void on_rolled_out(Edition edition) override;
    void on_rollout_failed(Edition edition, const Failure& failure) override;
    void finish_reload();
    void abort_reload(const Failure& failure);
    void report(const ReloadReport& report);
    void close_what_is_emptied();
    void fail(Failure failure);

    /// What is in force and what is not, of all that an administrator may take for granted.
    void tell_confinement() const;
    /// The line that says it serves, and on which addresses.
    std::string where() const;

    const Arguments arguments_;
    ControllingTerminal terminal_;
    MasterSignals signals_;
    std::unique_ptr<Configuration> first_;  // until start() takes it
    Edition current_;                       // from the first one's rollout on
    std::uint64_t generation_ = 0;          // of the edition that was prepared last

    MasterLoop loop_;  // before all that registers with it
    MasterLog log_;
    Children children_;
    Sockets sockets_;
    Workforce workforce_;
    Health health_;
    Recruiter recruiter_;
    Rollout rollout_;
    Restarts restarts_;
    Retirement retirement_;
    Adoption adoption_;
    Narrowing narrowing_;
    Pulse pulse_;
    RefusedCallsReport refused_calls_;
    MasterLoop::Registration on_signal_;

    std::optional<PidFile> pid_file_;
    std::optional<Failure> failure_;  // why it stops, if nobody asked it to
    Phase phase_ = Phase::starting;
    bool wants_reload_ = false;
    bool wants_new_logs_ = false;        // SIGUSR1 came while an edition was rolled out
    std::vector<OnReloaded> waiting_;    // for the reload that is wanted
    std::vector<OnReloaded> reloading_;  // for the one that is under way
};

}  // namespace tined::daemon
