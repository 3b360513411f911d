// The workers that live, as the master knows them: a table. It forks nobody; recruiter.cpp does.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string_view>

#include "base/descriptor.hpp"
#include "base/scoreboard.hpp"
#include "daemon/master_loop.hpp"

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
    base::Descriptor channel;      ///< empty when its other end has gone
    Clock::time_point since;
    Life life = Life::starting;
    bool has_closed = false;             ///< retired, and it accepts no more
    MasterLoop::Registration listening;  ///< to its channel; goes before that is closed
    MasterLoop::Registration patience;   ///< with its starting or its going; kills it at its end
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
    const base::ScoreboardRow& row(std::size_t index) const noexcept {
        return scoreboard_.row(index);
    }

    /// The reference is good until take().
    Worker& add(Worker worker) { return workers_.emplace_back(std::move(worker)); }
    /// Takes out the worker of that pid, if there is one: it died.
    std::optional<Worker> take(pid_t pid);
    /// Null if it has died.
    Worker* find(pid_t pid) noexcept;
    /// The one that serves the slot for that edition; null if none does. Where a worker is being
    /// replaced by another of the same edition, the younger.
    Worker* serving(std::uint64_t generation, unsigned slot) noexcept;
    std::list<Worker>& all() noexcept { return workers_; }
    const std::list<Worker>& all() const noexcept { return workers_; }
    bool is_empty() const noexcept { return workers_.empty(); }

    /// Whether each slot of `slots` has a worker of that generation that is serving.
    bool is_serving(std::uint64_t generation, unsigned slots) noexcept;

    /// SIGKILL to all.
    void kill_all() const noexcept;
    /// SIGKILL to one that takes too long for what it is at; tells it. For Worker::patience.
    void kill_overdue(pid_t pid);

private:
    base::Scoreboard scoreboard_;
    std::list<Worker> workers_;
};

}  // namespace tined::daemon
