// The master: binds, forks one worker a slot, and sees to it that there always is one; stops and
// reloads as signals ask. One loop around poll(2), no threads, nothing that waits elsewhere but
// the reading of a configuration, which a reload does while the workers go on serving.
//
//   SIGTERM, SIGINT   stop: the workers finish within `drain_timeout`; a second one ends at once
//   SIGHUP            reload; or stop, if it came because the controlling terminal hung up
//   SIGCHLD           a worker died: another takes its slot, after a delay if they die young
//
// A reload is all or nothing. New workers for all slots are forked from the new file onto the
// same sockets; when all of them are ready the old ones retire. If anything fails before that,
// nothing has changed.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/process.hpp"
#include "daemon/backoff.hpp"
#include "daemon/channel.hpp"
#include "daemon/controlling_terminal.hpp"
#include "daemon/edition.hpp"
#include "daemon/failure.hpp"
#include "daemon/line_output.hpp"
#include "daemon/log_sink.hpp"
#include "daemon/master_signals.hpp"
#include "daemon/options.hpp"
#include "daemon/pid_file.hpp"
#include "daemon/sockets.hpp"
#include "daemon/workforce.hpp"

namespace tined::daemon {

class Supervisor {
public:
    /// `arguments` are read anew at each reload. `access` is for standard output, `log` for
    /// standard error; both outlive it. Before it no thread may have been started.
    Supervisor(Arguments arguments, std::unique_ptr<Configuration> first, LineOutput& log,
               LineOutput& access);
    ~Supervisor();
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    /// Until it has stopped. What kept it from serving at all is told on standard error.
    ExitCode run();

private:
    using Clock = Worker::Clock;

    enum class Phase {
        starting,  ///< the first workers are not all ready
        serving,
        reloading,  ///< serving, while the workers of `next_` start
        stopping,
    };

    struct Slot {
        Backoff backoff;
        std::optional<Clock::time_point> restart_at;
    };

    // Starting.
    std::optional<Failure> start();
    std::expected<Edition, Failure> prepare(std::unique_ptr<Configuration> configuration);
    bool fork_all(const Edition& edition);
    std::optional<Failure> write_pid_file(const config::Settings& settings);
    void make_slots();

    // The loop.
    void wait();
    int patience() const;
    void handle_signals();
    void advance();
    void tell_dropped();

    // Workers.
    bool fork_worker(const Edition& edition, unsigned slot);
    [[noreturn]] void become_worker(const Edition& edition, unsigned slot, std::size_t row,
                                    Channel channel);
    void reap();
    void mourn(const Worker& worker, const base::Exit& exit);
    std::string plan_restart(const Worker& worker, const base::Exit& exit);
    void restart_due();
    bool has_nobody_left() const;

    // What signals ask for.
    void hang_up();
    void reload();
    std::optional<Failure> begin_reload();
    void commit_reload();
    void abort_reload(const Failure& failure);
    void stop();
    void fail(Failure failure);

    void retire(Worker& worker, const Edition& edition);
    /// The line that says it serves, and on which addresses.
    std::string where() const;

    const Arguments arguments_;
    LineOutput& log_;
    LineOutput& access_;
    ControllingTerminal terminal_;
    MasterSignals signals_;
    std::unique_ptr<LogSink> sink_;
    Sockets sockets_;
    std::optional<Workforce> workforce_;  // from start() on
    std::vector<Slot> slots_;
    Edition current_;
    std::optional<Edition> next_;  // while reloading
    std::optional<PidFile> pid_file_;
    std::optional<Failure> failure_;  // why it stops, if nobody asked it to
    Phase phase_ = Phase::starting;
    bool wants_reload_ = false;  // asked while it could not begin one
};

}  // namespace tined::daemon
