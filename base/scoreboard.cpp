#include "base/scoreboard.hpp"

#include <sys/mman.h>

#include <memory>
#include <utility>

namespace tined::base {

std::string_view name_of(Phase phase) noexcept {
    switch (phase) {
        case Phase::starting:
            return "starting";
        case Phase::serving:
            return "serving";
        case Phase::draining:
            return "draining";
    }
    return "unknown";  // a process that ran wild may have written anything into shared memory
}

void ScoreboardRow::begin(std::uint64_t generation) noexcept {
    std::destroy_at(this);
    std::construct_at(this);
    generation_.set(generation);
}

ScoreboardRow::Clock::time_point ScoreboardRow::heartbeat() const noexcept {
    return Clock::time_point(std::chrono::nanoseconds(heartbeat_.load(std::memory_order_relaxed)));
}

void ScoreboardRow::beat(Clock::time_point now) noexcept {
    const std::chrono::nanoseconds since_epoch = now.time_since_epoch();
    heartbeat_.store(since_epoch.count(), std::memory_order_relaxed);
}

std::expected<Scoreboard, SystemError> Scoreboard::make(std::size_t rows) {
    assert(rows > 0);
    void* const memory = ::mmap(nullptr, rows * sizeof(ScoreboardRow), PROT_READ | PROT_WRITE,
                                MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return std::unexpected(SystemError::from_errno("map the scoreboard"));
    auto* const first = static_cast<ScoreboardRow*>(memory);
    std::uninitialized_value_construct_n(first, rows);
    return Scoreboard(std::span(first, rows));
}

Scoreboard::Scoreboard(Scoreboard&& other) noexcept : rows_(std::exchange(other.rows_, {})) {}

Scoreboard& Scoreboard::operator=(Scoreboard&& other) noexcept {
    if (this == &other) return *this;
    unmap();
    rows_ = std::exchange(other.rows_, {});
    return *this;
}

Scoreboard::~Scoreboard() { unmap(); }

void Scoreboard::unmap() noexcept {
    if (rows_.empty()) return;
    ::munmap(rows_.data(), rows_.size_bytes());
}

}  // namespace tined::base
