// Hashes of keys. They are keyed by a secret that each start draws anew: the names in a JSON body
// come from strangers, and must not be able to collide on purpose.
#pragma once

#include <cstdint>
#include <string_view>

#include "value/value.hpp"

namespace tined::value {

struct HashKey {
    std::uint64_t first;
    std::uint64_t second;

    bool operator==(const HashKey&) const = default;
};

/// SipHash-2-4 (Aumasson, Bernstein: "SipHash: a fast short-input PRF", 2012).
std::uint64_t siphash(HashKey key, std::string_view bytes) noexcept;

/// Equal values have equal hashes, so 1, 1.0 and true have; text whether safe or not.
std::uint64_t hash_of(std::string_view text) noexcept;
std::uint64_t hash_of(const Value& value);

}  // namespace tined::value
