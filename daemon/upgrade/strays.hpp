// The workers that a killed master left behind, by its roll (worker_roll.hpp). They go on accepting
// until this master's own workers do, then finish; who does not end in time is killed.
#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <string>
#include <vector>

#include "base/descriptor.hpp"
#include "daemon/master_loop.hpp"
#include "daemon/upgrade/execution.hpp"
#include "daemon/worker_roll.hpp"

namespace tined::daemon {

class Strays {
public:
    /// `loop` outlives it. Empty until take().
    explicit Strays(MasterLoop& loop) noexcept : loop_(loop) {}
    Strays(const Strays&) = delete;
    Strays& operator=(const Strays&) = delete;

    /// Finds those of that roll who live; `name` is the roll's in the store. How many.
    std::size_t take(std::string name, WorkerRoll roll);
    std::size_t count() const noexcept { return living_.size(); }
    /// The rolls, as long as anybody on them lives: the next master may need them.
    std::vector<PassedOn> rolls() const;

    /// This master's workers accept: those left behind may finish, and are killed after `patience`.
    /// `on_gone` is called from the loop when none is left; at once if there is none.
    void replace(std::chrono::milliseconds patience, std::function<void()> on_gone);
    /// Now.
    void kill_all() noexcept;

private:
    struct Roll {
        std::string name;
        WorkerRoll roll;
    };
    struct Stray {
        pid_t pid = 0;
        base::Descriptor process;
        MasterLoop::Registration watch;
    };

    void on_end(pid_t pid);

    MasterLoop& loop_;
    std::vector<Roll> rolls_;
    std::list<Stray> living_;
    std::function<void()> on_gone_;
    MasterLoop::Registration deadline_;
};

}  // namespace tined::daemon
