#include "http/range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/text.hpp"
#include "http/field_syntax.hpp"

namespace tined::http {
namespace {

struct Spec {
    std::optional<std::uint64_t> first;  // none: the last `last` bytes
    std::optional<std::uint64_t> last;   // none: to the end
};

// A position past 64 bits is past every length; its digits are no error.
std::optional<std::uint64_t> parse_position(std::string_view digits) noexcept {
    if (digits.empty() || !std::ranges::all_of(digits, base::is_digit)) return std::nullopt;
    return base::parse_integer<std::uint64_t>(digits).value_or(UINT64_MAX);
}

// int-range = first-pos "-" [ last-pos ]; suffix-range = "-" suffix-length
std::optional<Spec> parse_spec(std::string_view text) noexcept {
    const auto halves = base::split_once(text, '-');
    if (!halves) return std::nullopt;
    const Spec spec = {parse_position(halves->before), parse_position(halves->after)};
    const bool is_clean = (spec.first || halves->before.empty()) &&
                          (spec.last || halves->after.empty()) && (spec.first || spec.last);
    const bool is_backward = spec.first && spec.last && *spec.last < *spec.first;
    return is_clean && !is_backward ? std::optional(spec) : std::nullopt;
}

// Nothing if there is no such byte.
std::optional<ByteRange> resolve(const Spec& spec, std::uint64_t content_length) noexcept {
    if (!spec.first) {
        const std::uint64_t length = std::min(*spec.last, content_length);
        if (length == 0) return std::nullopt;
        return ByteRange{content_length - length, length};
    }
    if (*spec.first >= content_length) return std::nullopt;
    const std::uint64_t last = std::min(spec.last.value_or(UINT64_MAX), content_length - 1);
    return ByteRange{*spec.first, last - *spec.first + 1};
}

bool meet(const ByteRange& a, const ByteRange& b) noexcept {
    return a.first <= b.first + b.length && b.first <= a.first + a.length;
}

ByteRange hull(const ByteRange& a, const ByteRange& b) noexcept {
    const std::uint64_t first = std::min(a.first, b.first);
    return {first, std::max(a.first + a.length, b.first + b.length) - first};
}

// Those that are there do not meet each other, but the new one may join several of them.
void merge_in(std::vector<ByteRange>& ranges, ByteRange range) {
    std::ptrdiff_t place = std::ssize(ranges);
    for (;;) {
        const auto met = std::ranges::find_if(
            ranges, [&range](const ByteRange& other) { return meet(range, other); });
        if (met == ranges.end()) break;
        place = std::min(place, met - ranges.begin());
        range = hull(range, *met);
        ranges.erase(met);
    }
    ranges.insert(ranges.begin() + place, range);
}

}  // namespace

RangeSelection select_range(std::string_view value, std::uint64_t content_length) {
    constexpr std::string_view unit = "bytes=";
    // RFC 9110 §14.1: the unit is compared without regard to case.
    if (!base::starts_with_ignoring_case(value, unit)) return {};
    RangeSelection selection;
    std::size_t asked = 0;
    bool asks_for_the_end = false;
    ListReader list(value.substr(unit.size()));
    while (const auto text = list.next()) {
        const auto spec = parse_spec(*text);
        if (!spec || ++asked > max_ranges) return {};
        // RFC 9110 §14.1.2: satisfiable whatever the length, and of nothing it is the whole.
        asks_for_the_end |= !spec->first && *spec->last > 0;
        if (const auto range = resolve(*spec, content_length)) merge_in(selection.ranges, *range);
    }
    if (asked == 0 || (content_length == 0 && asks_for_the_end)) return {};
    switch (selection.ranges.size()) {
        case 0:
            selection.kind = RangeKind::unsatisfiable;
            break;
        case 1:
            selection.kind = RangeKind::single;
            break;
        default:
            selection.kind = RangeKind::several;
            break;
    }
    return selection;
}

std::string content_range(ByteRange range, std::uint64_t content_length) {
    return fmt::format("bytes {}-{}/{}", range.first, range.first + range.length - 1,
                       content_length);
}

std::string byteranges_type(std::string_view boundary) {
    return fmt::format("multipart/byteranges; boundary={}", boundary);
}

// The line end before a boundary belongs to the boundary (RFC 2046 §5.1.1).
std::string part_head(std::string_view boundary, std::string_view content_type, ByteRange range,
                      std::uint64_t content_length) {
    return fmt::format("\r\n--{}\r\nContent-Type: {}\r\nContent-Range: {}\r\n\r\n", boundary,
                       content_type, content_range(range, content_length));
}

std::string part_end(std::string_view boundary) { return fmt::format("\r\n--{}--\r\n", boundary); }

}  // namespace tined::http
