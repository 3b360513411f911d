// Range: bytes=... (RFC 9110 §14) against content of a known length.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tined::http {

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t length = 0;  ///< never 0
    bool operator==(const ByteRange&) const = default;
};

enum class RangeKind : std::uint8_t {
    whole,          ///< no Range, another unit, malformed, or too many: send all of it
    unsatisfiable,  ///< 416: well formed, but nothing of it is there
    single,         ///< 206 with ranges[0]
    several,        ///< those that can be satisfied, in the order asked, overlaps and all
};

struct RangeSelection {
    RangeKind kind = RangeKind::whole;
    std::vector<ByteRange> ranges;
};

/// More ranges than that in one request are an attack on the server's memory, not a wish.
inline constexpr std::size_t max_ranges = 32;

/// `value` of the Range field, empty if there is none. Several of which only one can be satisfied
/// are `single`.
RangeSelection select_range(std::string_view value, std::uint64_t content_length);

}  // namespace tined::http
