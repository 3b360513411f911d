#include "config/units.hpp"

#include <array>
#include <limits>

#include "base/text.hpp"

namespace tined::config {

namespace {

struct Unit {
    std::string_view name;
    std::uint64_t factor;
};

constexpr std::array<Unit, 4> size_units = {{
    {"KiB", std::uint64_t{1} << 10},
    {"MiB", std::uint64_t{1} << 20},
    {"GiB", std::uint64_t{1} << 30},
    {"TiB", std::uint64_t{1} << 40},
}};

// "ms" stands before "s" and "m": the first that the text ends in is taken.
constexpr std::array<Unit, 5> duration_units = {{
    {"ms", 1},
    {"s", 1'000},
    {"m", 60'000},
    {"h", 3'600'000},
    {"d", 86'400'000},
}};
constexpr std::uint64_t longest = std::uint64_t{100} * 365 * 86'400'000;

std::optional<std::uint64_t> scaled(std::string_view digits, std::uint64_t factor,
                                    std::uint64_t most) noexcept {
    const auto number = base::parse_integer<std::uint64_t>(digits);
    if (!number || *number > most / factor) return std::nullopt;
    return *number * factor;
}

template <std::size_t count>
const Unit* largest_whole(const std::array<Unit, count>& units, std::uint64_t amount) noexcept {
    const Unit* largest = nullptr;
    for (const Unit& unit : units) {
        if (amount != 0 && amount % unit.factor == 0) largest = &unit;
    }
    return largest;
}

}  // namespace

std::optional<std::uint64_t> parse_size(std::string_view text) noexcept {
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    for (const Unit& unit : size_units) {
        if (!text.ends_with(unit.name)) continue;
        text.remove_suffix(unit.name.size());
        return scaled(text, unit.factor, most);
    }
    return scaled(text, 1, most);
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept {
    for (const Unit& unit : duration_units) {
        if (!text.ends_with(unit.name)) continue;
        text.remove_suffix(unit.name.size());
        const auto scale = scaled(text, unit.factor, longest);
        if (!scale) return std::nullopt;
        return std::chrono::milliseconds(static_cast<std::int64_t>(*scale));
    }
    return std::nullopt;
}

std::string write_size(std::uint64_t bytes) {
    const Unit* const unit = largest_whole(size_units, bytes);
    if (unit == nullptr) return std::to_string(bytes);
    return std::to_string(bytes / unit->factor).append(unit->name);
}

std::string write_duration(std::chrono::milliseconds duration) {
    const auto amount = static_cast<std::uint64_t>(duration.count());
    const Unit* const unit = largest_whole(duration_units, amount);
    if (unit == nullptr) return "0s";
    return std::to_string(amount / unit->factor).append(unit->name);
}

}  // namespace tined::config
