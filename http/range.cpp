#include "http/range.hpp"

#include <algorithm>
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

}  // namespace

RangeSelection select_range(std::string_view value, std::uint64_t content_length) {
    constexpr std::string_view unit = "bytes=";
    // RFC 9110 §14.1: the unit is compared without regard to case.
    if (!base::starts_with_ignoring_case(value, unit)) return {};
    RangeSelection selection;
    std::size_t asked = 0;
    ListReader list(value.substr(unit.size()));
    while (const auto text = list.next()) {
        const auto spec = parse_spec(*text);
        if (!spec || ++asked > max_ranges) return {};
        if (const auto range = resolve(*spec, content_length)) selection.ranges.push_back(*range);
    }
    if (asked == 0) return {};
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

}  // namespace tined::http
