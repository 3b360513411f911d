// Range: bytes=... (RFC 9110 §14) against content of a known length.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
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
    several,        ///< 206 with all of them in a multipart/byteranges
};

struct RangeSelection {
    RangeKind kind = RangeKind::whole;
    /// Those that are there, in the order asked. Where some overlap or touch they are one, in the
    /// place of the first (RFC 9110 §15.3.7.2), so together they are no more than the whole.
    std::vector<ByteRange> ranges;
};

/// More ranges than that in one request are an attack on the server's memory, not a wish.
inline constexpr std::size_t max_ranges = 32;

/// `value` of the Range field, empty if there is none. Several that come to one are `single`.
RangeSelection select_range(std::string_view value, std::uint64_t content_length);

/// The value of Content-Range: "bytes 0-499/1000".
std::string content_range(ByteRange range, std::uint64_t content_length);

/// The frame of a multipart/byteranges (RFC 9110 §14.6). Each part is part_head() and its bytes;
/// part_end() comes after the last. `boundary` must not stand in the content, so it is random.
std::string byteranges_type(std::string_view boundary);
std::string part_head(std::string_view boundary, std::string_view content_type, ByteRange range,
                      std::uint64_t content_length);
std::string part_end(std::string_view boundary);

}  // namespace tined::http
