#include "daemon/service_notices.hpp"

#include <utility>

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

// Asked for each second while it drains: it may miss some before systemd loses patience.
constexpr auto more_time = 10s;

}  // namespace

ServiceNotices::ServiceNotices(MasterLoop& loop, systemd::Notifier notifier, Sources sources)
    : loop_(loop),
      notifier_(std::move(notifier)),
      sources_(std::move(sources)),
      last_fresh_(MasterLoop::Clock::now()) {}

void ServiceNotices::ready() {
    if (notifier_.is_mute() || is_handed_over_) return;
    last_summary_ = sources_.summary();
    tell(systemd::ready() + "\n" + systemd::status(last_summary_));
    if (!is_ready_) start();
}

// By a process that is the master, and not before: systemd believes nobody else.
void ServiceNotices::start() {
    is_ready_ = true;
    each_second_ = loop_.every(1s, [this] { on_second(); });
    const auto interval = systemd::watchdog_interval();
    if (interval > 0us) watchdog_ = loop_.every(interval / 2, [this] { on_watchdog(); });
}

void ServiceNotices::tell(const std::string& state) {
    if (!is_handed_over_) notifier_.tell(state);
}

void ServiceNotices::reloading() { tell(systemd::reloading()); }

void ServiceNotices::stopping() {
    is_stopping_ = true;
    tell(systemd::stopping() + "\n" + systemd::extend_timeout(more_time));
}

void ServiceNotices::hand_over_to(pid_t pid) {
    tell(systemd::main_pid(pid));
    each_second_.reset();
    watchdog_.reset();
    is_handed_over_ = true;
}

void ServiceNotices::take_back() {
    if (std::exchange(is_handed_over_, false) && is_ready_) start();
}

void ServiceNotices::on_second() {
    notifier_.flush();
    if (notifier_.is_pending()) return;  // what is told next would only wait behind it
    if (is_stopping_) notifier_.tell(systemd::extend_timeout(more_time));
    std::string summary = sources_.summary();
    if (summary == last_summary_) return;
    last_summary_ = std::move(summary);
    notifier_.tell(systemd::status(last_summary_));
}

void ServiceNotices::on_watchdog() {
    const auto now = MasterLoop::Clock::now();
    if (is_stopping_ || sources_.is_any_fresh()) last_fresh_ = now;
    if (now - last_fresh_ <= sources_.patience()) notifier_.tell(systemd::watchdog());
}

}  // namespace tined::daemon
