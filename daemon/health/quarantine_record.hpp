// What one master knows of requests that kill workers, in words for the next one, which may be
// another version of tined: an upgrade must not set free what it was told to keep in. Lines:
//
//   key FIRST SECOND            of all fingerprints; the head of the list
//   kill FINGERPRINT WHEN       a worker died of it; the latest last
//   inmate FINGERPRINT UNTIL REQUEST
//
// Times are nanoseconds of the monotonic clock, which the two share.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "value/hash.hpp"

namespace tined::daemon {

struct QuarantineRecord {
    using Clock = std::chrono::steady_clock;
    struct Kill {
        std::uint64_t fingerprint = 0;
        Clock::time_point when;
    };
    struct Inmate {
        std::uint64_t fingerprint = 0;
        std::string line;  ///< of the request: "GET /a"
        Clock::time_point until;
    };
    /// Of the latest kills, so that all fits into one message.
    static constexpr std::size_t most_kills = 64;

    std::optional<value::HashKey> key;  ///< nothing: what is said cannot be used
    std::vector<Kill> kills;
    std::vector<Inmate> inmates;
};

std::string encode(const QuarantineRecord& record);

/// Passes over lines that it does not know.
QuarantineRecord decode_quarantine(std::string_view text);

}  // namespace tined::daemon
