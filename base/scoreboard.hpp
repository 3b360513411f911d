// What each worker is doing, in memory that master and workers share: mapped before the fork, so
// that a row outlives its worker and the master can say what a dead one did.
// A row has one writer, the loop of its worker; everybody may read it at any time. Numbers of one
// row need not agree with each other to the last request: all operations are relaxed.
#pragma once

#include <sys/types.h>

#include <array>
#include <atomic>
#include <cassert>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "base/crash_record.hpp"
#include "base/loaded_code.hpp"
#include "base/refused_calls.hpp"
#include "base/request_table.hpp"
#include "base/system_error.hpp"

namespace tined::base {

/// The life of a worker, in its order.
enum class Phase : std::uint32_t {
    starting,  ///< forked, not yet accepting
    serving,   ///< accepting and answering
    draining,  ///< no longer accepting; finishes what it has
};
std::string_view name_of(Phase phase) noexcept;

/// A number with one writer and any readers. Not fetch_add: a locked instruction for each of a
/// request's counters would cost more than all the rest of counting.
class Count {
public:
    void add(std::uint64_t n = 1) noexcept { set(get() + n); }
    void subtract(std::uint64_t n = 1) noexcept { set(get() - n); }
    void set(std::uint64_t n) noexcept { value_.store(n, std::memory_order_relaxed); }
    std::uint64_t get() const noexcept { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_ = 0;
    static_assert(std::atomic<std::uint64_t>::is_always_lock_free);  // else it is not shareable
};

/// One worker. Aligned to a cache line, so that no worker's counting slows another's.
class alignas(64) ScoreboardRow {
public:
    using Clock = std::chrono::steady_clock;

    // Not "= default": that would zero all of the row, and most of it is only reserved.
    ScoreboardRow() noexcept {}

    /// Makes the row one of a new worker: everything 0, starting. The master calls it before the
    /// fork, when no process writes the row.
    void begin(std::uint64_t generation) noexcept;

    /// 0 until the worker, or the master after fork(), has set it.
    pid_t pid() const noexcept { return pid_.load(std::memory_order_relaxed); }
    void set_pid(pid_t pid) noexcept { pid_.store(pid, std::memory_order_relaxed); }
    /// Which reading of the configuration the worker serves.
    std::uint64_t generation() const noexcept { return generation_.get(); }

    Phase phase() const noexcept { return phase_.load(std::memory_order_relaxed); }
    void set_phase(Phase phase) noexcept { phase_.store(phase, std::memory_order_relaxed); }

    /// When the loop last came round. CLOCK_MONOTONIC is the same for all processes of a machine.
    Clock::time_point heartbeat() const noexcept;
    void beat(Clock::time_point now) noexcept;

    /// Counts an answer by its class, 1xx to 5xx; another status is a programming error.
    void count_response(int status) noexcept {
        assert(status >= 100 && status <= 599);
        responses[static_cast<std::size_t>(status / 100 - 1)].add();
    }

    Count connections_accepted;
    Count connections_open;  ///< now
    Count connections_idle;  ///< now: of those open, the ones between two requests
    Count requests_started;  ///< their head was read
    Count requests_answered;
    std::array<Count, 5> responses;  ///< by class: [0] is 1xx
    Count bytes_in;
    Count bytes_out;
    /// What other threads than the loop may raise too: with fetch_add.
    std::atomic<std::uint64_t> log_lines_dropped = 0;
    /// Now: what waits for one of the worker's threads for what blocks (event/executor.hpp).
    std::atomic<std::uint64_t> executor_queue = 0;
    RefusedCalls refused_calls;  ///< by the sandbox

    RequestTable requests;
    CrashRecord crash;  ///< of its end
    LoadedCode code;    ///< of its modules

private:
    std::atomic<pid_t> pid_ = 0;
    std::atomic<Phase> phase_ = Phase::starting;
    Count generation_;
    std::atomic<std::int64_t> heartbeat_ = 0;  // ns of Clock
};

/// Owns the shared mapping; the parent's and the children's go separately. Move-only.
class Scoreboard {
public:
    /// Before the fork. `rows` is at least 1.
    static std::expected<Scoreboard, SystemError> make(std::size_t rows);
    Scoreboard(Scoreboard&& other) noexcept;
    Scoreboard& operator=(Scoreboard&& other) noexcept;
    ~Scoreboard();

    std::size_t size() const noexcept { return rows_.size(); }
    /// `index` is less than size().
    ScoreboardRow& row(std::size_t index) noexcept { return rows_[index]; }
    const ScoreboardRow& row(std::size_t index) const noexcept { return rows_[index]; }

private:
    explicit Scoreboard(std::span<ScoreboardRow> rows) noexcept : rows_(rows) {}
    void unmap() noexcept;

    std::span<ScoreboardRow> rows_;  // the mapping; empty after a move
};

}  // namespace tined::base
