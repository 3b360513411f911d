// What the master tells the service manager, and when (systemd/notify.hpp): that it is up, reloads
// and stops; one line of status when it changes, at most once a second; that its loop goes round,
// at half the time that the watchdog allows; and while it drains, that this may take longer.
// Without a manager it does nothing.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <string>

#include "daemon/master_loop.hpp"
#include "systemd/notify.hpp"

namespace tined::daemon {

class ServiceNotices {
public:
    struct Sources {
        std::function<std::string()> summary;  ///< the line of status
        /// Whether any worker's heartbeat is fresh.
        std::function<bool()> is_any_fresh;
        /// How long none may be before the watchdog is no longer told that all is well: until a
        /// hung worker is found out and its successor should have started.
        std::function<std::chrono::milliseconds()> patience;
    };
    /// `loop` outlives it. Nothing is told before ready().
    ServiceNotices(MasterLoop& loop, systemd::Notifier notifier, Sources sources);
    ServiceNotices(const ServiceNotices&) = delete;
    ServiceNotices& operator=(const ServiceNotices&) = delete;

    /// It serves: the first time, and after a reload that was told or not.
    void ready();
    void reloading();
    /// It stops; from now on each second it asks for time.
    void stopping();
    /// That process is the service from now on; this one tells nothing more.
    void hand_over_to(pid_t pid);
    /// It has said that this one is the service again. Nothing if it was all the time.
    void take_back();

    systemd::Notifier& notifier() noexcept { return notifier_; }

private:
    void start();
    void tell(const std::string& state);
    void on_second();
    void on_watchdog();

    MasterLoop& loop_;
    systemd::Notifier notifier_;
    Sources sources_;
    std::string last_summary_;
    bool is_ready_ = false;
    bool is_stopping_ = false;
    bool is_handed_over_ = false;
    MasterLoop::Clock::time_point last_fresh_;
    MasterLoop::Registration each_second_;
    MasterLoop::Registration watchdog_;
};

}  // namespace tined::daemon
