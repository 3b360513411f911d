#include "daemon/upgrade/strays.hpp"

#include <poll.h>

#include <csignal>
#include <utility>

#include "base/log.hpp"

namespace tined::daemon {

std::size_t Strays::take(std::string name, WorkerRoll roll) {
    for (const base::ProcessIdentity& worker : roll.workers()) {
        auto process = base::open_process(worker);
        if (!process) continue;  // it has ended
        const pid_t pid = worker.pid;
        Stray& stray = living_.emplace_back(pid, std::move(*process), MasterLoop::Registration());
        stray.watch = loop_.watch(stray.process.get(), POLLIN, [this, pid] { on_end(pid); });
    }
    rolls_.push_back({std::move(name), std::move(roll)});
    return living_.size();
}

std::vector<PassedOn> Strays::rolls() const {
    std::vector<PassedOn> all;
    for (const Roll& one : rolls_) all.push_back({one.roll.memory().get(), one.name});
    return all;
}

void Strays::replace(std::chrono::milliseconds patience, std::function<void()> on_gone) {
    if (rolls_.empty()) return;
    for (Roll& one : rolls_) one.roll.announce_successor();
    on_gone_ = std::move(on_gone);
    if (living_.empty()) return on_end(0);
    deadline_ = loop_.after(patience, [this] {
        log::error("{} workers of the last master did not end, and are killed", living_.size());
        kill_all();
    });
}

void Strays::kill_all() noexcept {
    for (const Stray& stray : living_) base::send_signal(stray.process, SIGKILL);
}

void Strays::on_end(pid_t pid) {
    std::erase_if(living_, [pid](const Stray& stray) { return stray.pid == pid; });
    if (!living_.empty() || !on_gone_) return;
    deadline_.reset();
    rolls_.clear();
    std::exchange(on_gone_, nullptr)();
}

}  // namespace tined::daemon
