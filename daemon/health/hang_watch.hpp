// Finds workers whose loop stands still, and ends them: SIGABRT, so that the worker's own crash
// handler leaves its stack, and SIGKILL where that does not help. What is known of each is told
// when it is found; its death is told, as any other, by who waits for it, who then replaces it.
//
// One that somebody has stopped (SIGSTOP, a debugger) cannot leave a stack, and is killed at once:
// what it holds must be served by another.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <vector>

#include "daemon/workforce.hpp"

namespace tined::daemon {

class HangWatch {
public:
    using Clock = Worker::Clock;
    /// After SIGABRT, for the handler to write its record, and the kernel a core.
    static constexpr std::chrono::seconds patience{2};

    /// `workforce` outlives it.
    explicit HangWatch(Workforce& workforce) noexcept : workforce_(workforce) {}

    /// How long a loop may stand still from now on.
    void set_timeout(std::chrono::milliseconds timeout) noexcept { timeout_ = timeout; }
    /// How often check() wants to be called; by daemon/health/pulse.hpp, for it leaves out the
    /// check after a pause of the master itself.
    std::chrono::milliseconds period() const noexcept;

    /// Looks at all workers.
    void check(Clock::time_point now);

private:
    struct Doomed {
        pid_t pid;
        std::optional<Clock::time_point> kill_at;  // empty: it has been
    };

    void doom(const Worker& worker, Clock::duration stood, Clock::time_point now);
    void kill_obstinate(Clock::time_point now);
    bool is_doomed(pid_t pid) const noexcept;

    Workforce& workforce_;
    std::chrono::milliseconds timeout_{};
    std::vector<Doomed> doomed_;
};

}  // namespace tined::daemon
