#include "daemon/workforce.hpp"

#include <algorithm>
#include <csignal>
#include <ranges>
#include <utility>

#include "base/log.hpp"

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

Worker* Workforce::find(pid_t pid) noexcept {
    const auto found = std::ranges::find(workers_, pid, &Worker::pid);
    return found == workers_.end() ? nullptr : &*found;
}

Worker* Workforce::serving(std::uint64_t generation, unsigned slot) noexcept {
    for (Worker& worker : std::views::reverse(workers_)) {
        if (worker.generation == generation && worker.slot == slot && worker.life == Life::serving)
            return &worker;
    }
    return nullptr;
}

bool Workforce::is_serving(std::uint64_t generation, unsigned slots) noexcept {
    for (unsigned slot = 0; slot < slots; ++slot) {
        if (serving(generation, slot) == nullptr) return false;
    }
    return true;
}

void Workforce::kill_all() const noexcept {
    for (const Worker& worker : workers_) ::kill(worker.pid, SIGKILL);
}

void Workforce::kill_overdue(pid_t pid) {
    const Worker* const worker = find(pid);
    if (worker == nullptr) return;
    const std::chrono::duration<double> age = Clock::now() - worker->since;
    log::error("slot {}: worker {} was still {} after {:.1f} s, and is killed", worker->slot, pid,
               name_of(worker->life), age.count());
    ::kill(pid, SIGKILL);
}

}  // namespace tined::daemon
