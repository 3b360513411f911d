// An upgrade, on the side of the master that is to be replaced: it executes the program that is
// installed now as its child, with the listening sockets, and waits until that one says over a
// channel that its workers serve. Only then anything changes here. The other side: succession.hpp.
//
// What they say to each other, one packet each, is for two versions of tined:
//
//   old   tined-upgrade 1 quarantine TEXT   the requests that kill workers; before it is executed,
//                                           and again before `take` (quarantine_record.hpp)
//   new   tined-upgrade 1 ready PID      its workers have served for their trial; it waits
//   new   tined-upgrade 1 failed TEXT    why not, in lines; it ends
//   old   tined-upgrade 1 take           it is the master now
//   new   tined-upgrade 1 installed      it has the pid file and the control socket, too; or
//                                        `failed`: it could not, and ends
//   old   tined-upgrade 1 connections N  with a socket: what the old worker of slot N hands over
//
// The new program finds the channel by $TINED_UPGRADE (its number; ":check" after it: a rehearsal,
// which accepts nowhere), and the sockets as systemd passes them (systemd/listen_fds.hpp).
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/descriptor.hpp"
#include "base/process_identity.hpp"
#include "daemon/children.hpp"
#include "daemon/commands/options.hpp"
#include "daemon/failure.hpp"
#include "daemon/master_loop.hpp"
#include "daemon/upgrade/execution.hpp"
#include "daemon/upgrade/upgrade_message.hpp"

namespace tined::daemon {

/// The path that this process was executed by, made absolute: what is there now may be another
/// program, or nothing. To be asked at the start, before the working folder could change.
std::filesystem::path program_path();

class Upgrade {
public:
    struct Order {
        std::filesystem::path program;
        Arguments arguments;
        std::vector<PassedOn> sockets;  ///< listening; lent until begin() returns
        std::string quarantine = {};    ///< quarantine_record.hpp; it needs it before its workers
        bool is_rehearsal = false;
        std::chrono::milliseconds patience{0};  ///< until it says that it is ready
    };
    /// Called before the new one, which is ready, is told to take over; not in a rehearsal.
    using OnReady = std::function<void()>;
    /// What became of it; called once, from the loop or from begin(). Nothing: the new one is the
    /// master, or, in a rehearsal, could be, and has ended. Else why not, with its own exit code if
    /// it refuses the configuration.
    using OnEnd = std::function<void(const std::optional<Failure>& failure)>;

    /// Both outlive it.
    Upgrade(MasterLoop& loop, Children& children) noexcept : loop_(loop), children_(children) {}
    Upgrade(const Upgrade&) = delete;
    Upgrade& operator=(const Upgrade&) = delete;

    /// Must be idle.
    void begin(const Order& order, OnReady on_ready, OnEnd on_end);
    /// No new one is on its way, or the master already.
    bool is_idle() const noexcept { return phase_ == Phase::idle; }
    /// The new one's, from OnReady on.
    pid_t pid() const noexcept { return new_pid_; }
    /// Signals it, whoever else may have its pid one day.
    void signal_new(int number) const noexcept { base::send_signal(new_, number); }

    /// When it is the master: `end` is the receiving end of a hand-over of connections, for the new
    /// worker of that slot. False: it could not be sent; then they end where they are.
    bool give_connections(unsigned slot, const base::Descriptor& end) noexcept;

    /// Likewise, before: what has come to the quarantine since begin().
    void give_quarantine(std::string text) noexcept;

    /// Ends the new one, if there is one that is not the master yet; on_end is told why.
    void cancel(const std::string& why);

private:
    enum class Phase : std::uint8_t {
        idle,
        waiting,    ///< for the new one's word
        detaching,  ///< it is ready; its holder is told to go
        taking,     ///< it was told to take over
        rehearsed,  ///< it was ready, and ends
        done,       ///< it is the master
    };

    void hear();
    void take_in(UpgradeMessage message);
    void on_ready(pid_t pid);
    void end_new(std::string why);
    void give_up();
    void on_exit(const base::Exit& exit);
    void fail(ExitCode code, std::vector<std::string> lines);
    void finish(const std::optional<Failure>& failure);
    void forget() noexcept;

    MasterLoop& loop_;
    Children& children_;
    OnReady on_ready_;
    OnEnd on_end_;
    pid_t holder_ = 0;      // of the new one (execution.hpp), until it is ready
    pid_t new_pid_ = 0;     // from then on
    base::Descriptor new_;  // likewise
    Phase phase_ = Phase::idle;
    bool is_rehearsal_ = false;
    std::vector<std::string> errors_;  // what the new one told, until it has ended
    base::Descriptor channel_;
    MasterLoop::Registration listening_;
    MasterLoop::Registration deadline_;
};

}  // namespace tined::daemon
