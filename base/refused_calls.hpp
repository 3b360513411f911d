// Which system calls a worker's sandbox refused: part of its row of the scoreboard. A signal
// handler of the worker writes it, on any of its threads; the master reads it at any time.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tined::base {

class RefusedCalls {
public:
    /// Numbers from here on are counted, but not remembered: the kernel's tables end below 512.
    static constexpr int most_numbers = 512;

    /// Async-signal-safe.
    void add(int number) noexcept {
        count_.fetch_add(1, std::memory_order_relaxed);
        if (number < 0 || number >= most_numbers) return;
        const auto at = static_cast<std::size_t>(number);
        words_[at / 64].fetch_or(std::uint64_t{1} << (at % 64), std::memory_order_relaxed);
    }

    std::uint64_t count() const noexcept { return count_.load(std::memory_order_relaxed); }

    /// Each number once, in order.
    std::vector<int> numbers() const {
        std::vector<int> found;
        for (int number = 0; number < most_numbers; ++number) {
            const auto at = static_cast<std::size_t>(number);
            const std::uint64_t word = words_[at / 64].load(std::memory_order_relaxed);
            if ((word >> (at % 64) & 1) != 0) found.push_back(number);
        }
        return found;
    }

private:
    std::atomic<std::uint64_t> count_ = 0;
    std::array<std::atomic<std::uint64_t>, most_numbers / 64> words_ = {};
};

}  // namespace tined::base
