// The master: binds, forks one worker a slot, and sees to it that there always is one; stops and
// reloads as signals ask. It runs MasterLoop; what it does is done by its parts, each of which
// registers there what it waits for, and is told by the Supervisor what happened to workers:
//
//   Rollout      brings a new edition into service, when it starts and at each reload
//   Restarts     when a slot whose worker died gets the next one
//   Retirement   has workers finish and go, their connections moving to their successors
//   Adoption     lets a sibling accept for a slot whose worker is dead or stands still
//   Narrowing    ends the sockets of slots that a reload has left
//   Recycling    replaces workers that have done much or grown large
//   Edits        in debug mode: sees the configuration edited, tells workers what is wrong with it
//   MasterLog    its log, and the workers' logs when they are opened anew
//
//   SIGTERM, SIGINT   stop: the workers finish within `drain_timeout`; a second one ends at once
//   SIGHUP            reload; or stop, if it came because the controlling terminal hung up
//   SIGUSR1           the log files were rotated: they are opened anew
//   SIGUSR2           upgrade: execute the program that is installed now (outside.hpp)
//   SIGCHLD           a child ended: a worker's slot gets another
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/children.hpp"
#include "daemon/commands/options.hpp"
#include "daemon/control/task_survey.hpp"
#include "daemon/controlling_terminal.hpp"
#include "daemon/debug/edits.hpp"
#include "daemon/debug/program_watch.hpp"
#include "daemon/edition.hpp"
#include "daemon/failure.hpp"
#include "daemon/health/health.hpp"
#include "daemon/health/pulse.hpp"
#include "daemon/health/restarts.hpp"
#include "daemon/logs/line_output.hpp"
#include "daemon/logs/master_log.hpp"
#include "daemon/master_loop.hpp"
#include "daemon/master_signals.hpp"
#include "daemon/outside.hpp"
#include "daemon/recruiter.hpp"
#include "daemon/recycling.hpp"
#include "daemon/retirement.hpp"
#include "daemon/rollout.hpp"
#include "daemon/sandbox/narrowing.hpp"
#include "daemon/sandbox/refused_calls_report.hpp"
#include "daemon/sockets/adoption.hpp"
#include "daemon/sockets/sockets.hpp"
#include "daemon/workforce.hpp"
#include "systemd/listen_fds.hpp"

namespace tined::daemon {

class Supervisor final : Recruiter::Listener, Rollout::Owner, Outside::Master {
public:
    /// What a reload came to: told to whoever asked for it.
    struct ReloadReport {
        ExitCode code = ExitCode::done;
        std::vector<std::string> lines;  ///< what serves now, or why nothing was changed
    };
    using OnReloaded = std::function<void(const ReloadReport&)>;

    /// How this process was started.
    struct Origin {
        Arguments arguments;            ///< read anew at each reload
        std::filesystem::path program;  ///< executed at an upgrade
        const Program& own;             ///< what it brings; outlives the supervisor
        std::vector<systemd::PassedDescriptor> passed;
        Outside::Legacy legacy;
    };

    /// `access` is for standard output, `log` for
    /// standard error; both outlive it. Before it no thread may have been started. Throws
    /// std::runtime_error when there is no memory to share with workers.
    Supervisor(Origin origin, std::unique_ptr<Configuration> first, LineOutput& log,
               LineOutput& access);
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    /// Until it has stopped. What kept it from serving at all is told on standard error.
    ExitCode run();

    /// Reloads now, or, while one is under way, once more after it; `report` is called from the
    /// loop when that has ended. A stop is the end of it, too.
    void request_reload(OnReloaded report);
    void stop() override;

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

    // The loop.
    bool has_ended() const noexcept;
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
    Worker* heir_for(unsigned slot, const Edition& edition) noexcept;
    void give_another_heir(Worker& worker);
    bool give_to_new_master(const Worker& worker) noexcept;

    // What is asked for from outside.
    Status status() const override;
    void begin_reload(Control::OnReport on_report) override;
    void list_tasks(TaskSurvey::OnReport on_report) override {
        survey_.begin(std::move(on_report));
    }
    std::string why_no_upgrade(bool is_rehearsal) const override;
    bool is_reloading() const override { return !rollout_.is_idle(); }
    std::vector<PassedOn> to_store() const override;
    Upgrade::Order upgrade_order() const override;
    void on_replaced() override;
    QuarantineRecord quarantine() const override { return health_.quarantine_record(); }
    void take_quarantine(const QuarantineRecord& record) override;
    void on_upgrade_failed() override;
    void on_installed() override;
    void receive_connections(unsigned slot, base::Descriptor end) override;
    bool is_any_fresh() const;
    /// No other master accepts on the same sockets, or will.
    bool has_sockets_alone() const { return !is_replaced_ && !outside_.is_successor(); }

    // What is asked for.
    void begin_upgrade_by_signal();
    void hang_up();
    void open_logs_anew();
    void begin_what_waits();
    void reload_if_wanted();
    std::expected<Edition, Failure> read_again();
    void on_rolled_out(Edition edition) override;
    void on_rollout_failed(Edition edition, const Failure& failure) override;
    std::vector<std::string> changes_to(const Edition& next) const;
    void finish_reload(std::vector<std::string> changes);
    void abort_reload(const Failure& failure);
    void report(const ReloadReport& report);
    void close_what_is_emptied();
    void fail(Failure failure) override;
    void on_edit();
    /// What serves stands in for a site whose file is wrong.
    void tell_trouble();

    /// What is in force and what is not, of all that an administrator may take for granted.
    void tell_confinement() const;
    /// An address at which debug mode can be met from elsewhere; empty if there is none.
    std::string debugged_in_public() const;
    /// The line that says it serves, and on which addresses.
    std::string where() const;

    const Arguments arguments_;
    const std::filesystem::path program_;
    const Program& own_;
    const std::chrono::system_clock::time_point since_ = std::chrono::system_clock::now();
    std::chrono::system_clock::time_point reloaded_ = since_;
    std::uint64_t restart_count_ = 0;  // of workers that nobody told to go
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
    std::optional<WorkerRoll> roll_;  // if a store keeps it
    Recruiter recruiter_;
    Rollout rollout_;
    Restarts restarts_;
    Retirement retirement_;
    Adoption adoption_;
    Narrowing narrowing_;
    Recycling recycling_;
    Edits edits_;
    ProgramWatch program_watch_;
    Pulse pulse_;
    RefusedCallsReport refused_calls_;
    TaskSurvey survey_;
    Outside outside_;
    MasterLoop::Registration on_signal_;

    std::optional<Failure> failure_;  // why it stops, if nobody asked it to
    bool is_failure_told_ = false;
    Phase phase_ = Phase::starting;
    bool is_replaced_ = false;  // stopping, while another process is the master
    bool wants_reload_ = false;
    bool wants_new_logs_ = false;        // SIGUSR1 came while an edition was rolled out
    std::vector<OnReloaded> waiting_;    // for the reload that is wanted
    std::vector<OnReloaded> reloading_;  // for the one that is under way
};

}  // namespace tined::daemon
