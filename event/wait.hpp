// wait: waits until spawned tasks have ended or the time is over, and tells which have and which
// have not. It takes no results and cancels nothing: the tasks stay their owner's.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "event/join.hpp"
#include "event/loop.hpp"
#include "event/spawn.hpp"
#include "event/task.hpp"
#include "event/timeout.hpp"

namespace tined::event {

/// What wait() waits for.
enum class Until : std::uint8_t {
    all_done,    ///< all have ended
    first_done,  ///< one has ended, or none is left to wait for
};

/// Indices of the tasks, ascending.
struct Progress {
    std::vector<std::size_t> done;
    std::vector<std::size_t> pending;
};

/// Has the ends of `tasks` told to a Join for as long as it lives.
template <typename T>
class ToldEnds {
public:
    ToldEnds(std::span<Spawned<T>> tasks, Until until, Join& join)
        : tasks_(tasks), until_(until), join_(join) {
        for (Spawned<T>& task : tasks) {
            join.expect_one();
            if (task.is_done()) {
                tell();
            } else {
                task.running().call_at_end(&ToldEnds::on_done, this);
            }
        }
    }
    ~ToldEnds() {
        for (Spawned<T>& task : tasks_) {
            if (!task.is_done()) task.running().call_at_end(nullptr, nullptr);
        }
    }
    ToldEnds(const ToldEnds&) = delete;
    ToldEnds& operator=(const ToldEnds&) = delete;

private:
    static void on_done(void* self) { static_cast<ToldEnds*>(self)->tell(); }
    void tell() { join_.one_ended(until_ == Until::first_done); }

    std::span<Spawned<T>> tasks_;
    Until until_;
    Join& join_;
};

/// No result of the tasks was taken yet, none was cancelled, and nobody else waits for them; they
/// stay where they are for as long as this waits. Without `limit` it waits as long as it takes.
template <typename T>
Task<Progress> wait(std::span<Spawned<T>> tasks,
                    std::optional<Loop::Clock::duration> limit = std::nullopt,
                    Until until = Until::all_done) {
    Join join;
    {
        const ToldEnds<T> told(tasks, until, join);
        std::optional<JoinTimeout> timeout;
        if (limit && !join.is_over()) timeout.emplace(join, *limit);
        co_await join;
    }
    Progress progress;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        (tasks[i].is_done() ? progress.done : progress.pending).push_back(i);
    }
    co_return progress;
}

}  // namespace tined::event
