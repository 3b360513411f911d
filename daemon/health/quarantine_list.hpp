// The requests that are answered 503 for a while, for they have killed workers: a short list in
// shared memory. The master writes it (quarantine.hpp), the workers look (quarantine_gate.hpp); it
// is older than all of them, and one for those before a reload and those after it.
//
// A request is known by the fingerprint of its head as it was received, which has its method,
// target and length in it. A request with the same head and another body is taken for the same.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "value/hash.hpp"

namespace tined::daemon {

/// Without locks, allocations and state: a crash handler calls it. The key is secret, so nobody can
/// make a head that is taken for somebody else's.
inline std::uint64_t fingerprint_of(value::HashKey key, std::string_view head) noexcept {
    return value::siphash(key, head);
}

class QuarantineList {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::size_t room = 64;

    /// Of the fingerprints: drawn by the master before the first fork.
    value::HashKey key = {};

    // The workers' side.
    /// All that a request costs while nothing is in here.
    bool is_empty() const noexcept { return count_.load(std::memory_order_relaxed) == 0; }
    /// The end of its time; nothing if it is free to be asked.
    struct Sentence {
        bool is_in_force = false;
        Clock::duration left{0};
    };
    Sentence sentence_of(std::uint64_t fingerprint, Clock::time_point now) const noexcept;

    // The master's side.
    /// In place of the one with the same fingerprint; else of a free one or, if there is none, of
    /// the one that would end first.
    void put(std::uint64_t fingerprint, Clock::time_point until) noexcept;
    void remove(std::uint64_t fingerprint) noexcept;

private:
    struct Entry {
        std::atomic<std::uint64_t> fingerprint = 0;
        std::atomic<std::int64_t> until = 0;  ///< ns of Clock; 0: free
    };

    std::atomic<std::uint32_t> count_ = 0;
    std::array<Entry, room> entries_;
};

}  // namespace tined::daemon
