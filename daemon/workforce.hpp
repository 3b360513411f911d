// The workers that live, as the master knows them: a table. It forks nobody; supervisor.cpp does.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

#include "base/descriptor.hpp"
#include "base/scoreboard.hpp"

namespace tined::daemon {

/// The life of a worker, as the master sees it, in its order.
enum class Life : std::uint8_t {
    starting,  ///< forked; has not said that it is ready
    serving,
    retiring,  ///< told to finish and go
};
std::string_view name_of(Life life) noexcept;

struct Worker {
    using Clock = std::chrono::steady_clock;

    pid_t pid = 0;
    unsigned slot = 0;
    std::uint64_t generation = 0;  ///< of the edition that it serves
    std::size_t row = 0;           ///< of the scoreboard
    base::Descriptor channel;
    Clock::time_point since;
    Life life = Life::starting;
    bool is_listened_to = true;                ///< its channel can still say something
    std::optional<Clock::time_point> kill_at;  ///< when its patience with starting or going ends
};

class Workforce {
public:
    using Clock = Worker::Clock;

    explicit Workforce(base::Scoreboard scoreboard) noexcept : scoreboard_(std::move(scoreboard)) {}

    /// A row that no living worker has; nothing if there is none.
    std::optional<std::size_t> free_row() const noexcept;
    /// How many more workers have room.
    std::size_t room() const noexcept { return scoreboard_.size() - workers_.size(); }
    base::ScoreboardRow& row(std::size_t index) noexcept { return scoreboard_.row(index); }

    void add(Worker worker) { workers_.push_back(std::move(worker)); }
    /// Takes out the worker of that pid, if there is one: it died.
    std::optional<Worker> take(pid_t pid);
    std::vector<Worker>& all() noexcept { return workers_; }
    const std::vector<Worker>& all() const noexcept { return workers_; }
    bool is_empty() const noexcept { return workers_.empty(); }
    /// In a forked child: closes the channels.
    void clear() noexcept { workers_.clear(); }

    /// Whether each slot of `slots` has a worker of that generation that is serving.
    bool is_serving(std::uint64_t generation, unsigned slots) const noexcept;

    /// Tells a worker to finish; it will be killed if it has not gone by `kill_at`.
    static void retire(Worker& worker, Clock::time_point kill_at) noexcept;
    /// SIGKILL to all.
    void kill_all() const noexcept;
    /// SIGKILL to those whose time is over; gives them, for the log. Each is killed once.
    std::vector<const Worker*> kill_overdue(Clock::time_point now);
    std::optional<Clock::time_point> next_deadline() const noexcept;

    /// Hears who has become ready since the last call.
    void hear() noexcept;

private:
    base::Scoreboard scoreboard_;
    std::vector<Worker> workers_;
};

}  // namespace tined::daemon
