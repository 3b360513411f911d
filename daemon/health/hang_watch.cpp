#include "daemon/health/hang_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <string>

#include "base/descriptor.hpp"
#include "base/log.hpp"
#include "daemon/health/obituary.hpp"

namespace tined::daemon {
namespace {

// proc_pid_stat(5): the state stands behind the name, which is in parentheses and may hold any. `T`
// is a stopped process, `t` one that a debugger holds.
bool is_stopped(pid_t pid) {
    constexpr std::size_t most = 4096;
    const auto text = base::read_whole(fmt::format("/proc/{}/stat", pid), most);
    if (!text) return false;
    const auto name_end = text->rfind(')');
    const std::size_t state = name_end + 2;
    return name_end != std::string::npos && state < text->size() &&
           ((*text)[state] == 'T' || (*text)[state] == 't');
}

double seconds(HangWatch::Clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

}  // namespace

std::chrono::milliseconds HangWatch::period() const noexcept {
    using namespace std::chrono_literals;
    return std::clamp<std::chrono::milliseconds>(timeout_ / 4, 10ms, 1s);
}

void HangWatch::check(Clock::time_point now) {
    std::erase_if(doomed_, [this](const Doomed& each) { return !workforce_.find(each.pid); });
    kill_obstinate(now);
    for (const Worker& worker : workforce_.all()) {
        const auto heartbeat = workforce_.row(worker.row).heartbeat();
        const bool has_begun = heartbeat != Clock::time_point();  // starting has its own patience
        if (!has_begun || now - heartbeat <= timeout_ || is_doomed(worker.pid)) continue;
        doom(worker, now - heartbeat, now);
    }
}

void HangWatch::doom(const Worker& worker, Clock::duration stood, Clock::time_point now) {
    if (is_stopped(worker.pid)) {
        log::error("slot {}: worker {} is stopped, no stack; it is killed after {:.1f} s{}",
                   worker.slot, worker.pid, seconds(stood),
                   last_words(workforce_.row(worker.row), now));
        ::kill(worker.pid, SIGKILL);
        doomed_.push_back({worker.pid, std::nullopt});
        return;
    }
    log::error("slot {}: worker {} hangs: its loop stands still for {:.1f} s; it is aborted{}",
               worker.slot, worker.pid, seconds(stood),
               last_words(workforce_.row(worker.row), now));
    ::kill(worker.pid, SIGABRT);
    doomed_.push_back({worker.pid, now + patience});
}

void HangWatch::kill_obstinate(Clock::time_point now) {
    for (Doomed& each : doomed_) {
        if (!each.kill_at || *each.kill_at > now) continue;
        each.kill_at.reset();
        log::error("worker {} did not end, and is killed", each.pid);
        ::kill(each.pid, SIGKILL);
    }
}

bool HangWatch::is_doomed(pid_t pid) const noexcept {
    return std::ranges::find(doomed_, pid, &Doomed::pid) != doomed_.end();
}

}  // namespace tined::daemon
