#include "daemon/workforce.hpp"

#include <algorithm>
#include <csignal>
#include <utility>

#include "daemon/channel.hpp"

namespace tined::daemon {

std::string_view name_of(Life life) noexcept {
    switch (life) {
        case Life::starting:
            return "starting";
        case Life::serving:
            return "serving";
        case Life::retiring:
            return "retiring";
    }
    return {};
}

std::optional<std::size_t> Workforce::free_row() const noexcept {
    for (std::size_t row = 0; row < scoreboard_.size(); ++row) {
        if (std::ranges::find(workers_, row, &Worker::row) == workers_.end()) return row;
    }
    return std::nullopt;
}

std::optional<Worker> Workforce::take(pid_t pid) {
    const auto found = std::ranges::find(workers_, pid, &Worker::pid);
    if (found == workers_.end()) return std::nullopt;
    std::optional<Worker> taken(std::move(*found));
    workers_.erase(found);
    return taken;
}

bool Workforce::is_serving(std::uint64_t generation, unsigned slots) const noexcept {
    const auto serves = [generation](const Worker& worker) {
        return worker.generation == generation && worker.life == Life::serving;
    };
    return std::ranges::count_if(workers_, serves) == static_cast<std::ptrdiff_t>(slots);
}

void Workforce::retire(Worker& worker, Clock::time_point kill_at) noexcept {
    if (worker.life == Life::retiring) return;
    worker.life = Life::retiring;
    worker.kill_at = kill_at;
    send(worker.channel.get(), Message::retire);  // if it is gone, SIGCHLD says so
}

void Workforce::kill_all() const noexcept {
    for (const Worker& worker : workers_) ::kill(worker.pid, SIGKILL);
}

std::vector<const Worker*> Workforce::kill_overdue(Clock::time_point now) {
    std::vector<const Worker*> killed;
    for (Worker& worker : workers_) {
        if (!worker.kill_at || *worker.kill_at > now) continue;
        worker.kill_at.reset();
        ::kill(worker.pid, SIGKILL);
        killed.push_back(&worker);
    }
    return killed;
}

std::optional<Workforce::Clock::time_point> Workforce::next_deadline() const noexcept {
    std::optional<Clock::time_point> first;
    for (const Worker& worker : workers_) {
        if (worker.kill_at && (!first || *worker.kill_at < *first)) first = worker.kill_at;
    }
    return first;
}

void Workforce::hear() noexcept {
    for (Worker& worker : workers_) {
        if (!worker.is_listened_to) continue;
        const auto message = receive(worker.channel.get());
        if (!message) continue;
        worker.is_listened_to = false;  // it says one thing, or nothing any more
        if (*message != Message::ready || worker.life != Life::starting) continue;
        worker.life = Life::serving;
        worker.kill_at.reset();
    }
}

}  // namespace tined::daemon
