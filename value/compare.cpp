#include "value/compare.hpp"

#include <algorithm>
#include <cmath>

namespace tined::value {
namespace {

std::partial_ordering compare_exactly(std::int64_t a, double b) noexcept {
    constexpr double limit = 0x1p63;
    if (std::isnan(b)) return std::partial_ordering::unordered;
    if (b >= limit) return std::partial_ordering::less;
    if (b < -limit) return std::partial_ordering::greater;
    const double whole = std::trunc(b);
    const auto by_whole = a <=> static_cast<std::int64_t>(whole);
    if (by_whole != 0) return by_whole;
    return whole <=> b;
}

std::partial_ordering compare_numbers(const Value& a, const Value& b) {
    const bool a_is_real = a.kind() == Kind::real;
    const bool b_is_real = b.kind() == Kind::real;
    if (a_is_real && b_is_real) return a.as_real() <=> b.as_real();
    if (b_is_real) return compare_exactly(a.as_integer(), b.as_real());
    if (a_is_real) return 0 <=> compare_exactly(b.as_integer(), a.as_real());
    return a.as_integer() <=> b.as_integer();
}

/// How far two values are looked into. Two that hold others twice at many levels, each their own,
/// would be walked through twice at each.
struct Reach {
    int nesting;
    int* steps;  // lists and maps that may still be compared; shared by the whole comparison
    std::uint64_t* budget = nullptr;  // bytes that may still be read; null: any

    bool enter(std::size_t elements) noexcept {
        return nesting-- > 0 && --*steps >= 0 && read(elements * bytes_of_element);
    }
    bool read(std::size_t bytes) const noexcept {
        if (budget == nullptr) return true;
        *budget -= std::min<std::uint64_t>(*budget, bytes);
        return *budget > 0;
    }

private:
    static constexpr std::size_t bytes_of_element = 16;
};
constexpr int most_steps = 1'000'000;

bool is_equal(const Value& a, const Value& b, Reach reach);

bool is_equal(std::string_view a, std::string_view b, const Reach& reach) {
    return a.size() == b.size() && reach.read(a.size()) && a == b;
}

bool is_equal(const List& a, const List& b, Reach reach) {
    const auto same = [&reach](const Value& x, const Value& y) { return is_equal(x, y, reach); };
    // A shared block is equal to itself, as Python has it of one object: without, a value that
    // holds itself twice at many levels would be walked through twice at each.
    if (a.items().data() == b.items().data() && a.size() == b.size()) return true;
    if (a.size() != b.size()) return false;
    return reach.enter(a.size()) && std::ranges::equal(a.items(), b.items(), same);
}

bool is_equal(const Map& a, const Map& b, Reach reach) {
    if (a.size() != b.size()) return false;
    if (a.entries().data() == b.entries().data()) return true;
    if (!reach.enter(a.size())) return false;
    return std::ranges::all_of(a.entries(), [&](const Map::Entry& entry) {
        const Value* const other = b.find(entry.first);
        return other != nullptr && is_equal(entry.second, *other, reach);
    });
}

bool is_equal(const Value& a, const Value& b, Reach reach) {
    if (a.is_number() && b.is_number()) return compare_numbers(a, b) == 0;
    if (a.kind() != b.kind()) return false;
    switch (a.kind()) {
        case Kind::undefined:
        case Kind::null:
            return true;
        case Kind::boolean:
        case Kind::integer:
        case Kind::real:
            return compare_numbers(a, b) == 0;
        case Kind::text:
            return is_equal(a.as_text(), b.as_text(), reach);
        case Kind::list:
            return a.is_tuple() == b.is_tuple() && is_equal(a.as_list(), b.as_list(), reach);
        case Kind::map:
            return is_equal(a.as_map(), b.as_map(), reach);
        case Kind::object:
            return &a.as_object() == &b.as_object();
        case Kind::callable:
            return &a.as_callable() == &b.as_callable();
    }
    return false;
}

using Order = std::optional<std::partial_ordering>;

Order compare(const Value& a, const Value& b, Reach reach);

Order compare(const List& a, const List& b, Reach reach) {
    if (!reach.enter(std::min(a.size(), b.size()))) return std::nullopt;
    const auto same = [&reach](const Value& x, const Value& y) { return is_equal(x, y, reach); };
    const auto [x, y] = std::ranges::mismatch(a.items(), b.items(), same);
    if (x == a.items().end() || y == b.items().end()) return a.size() <=> b.size();
    return compare(*x, *y, reach);
}

Order compare(const Value& a, const Value& b, Reach reach) {
    if (a.is_number() && b.is_number()) return compare_numbers(a, b);
    // UTF-8's bytes stand in the order of the code points.
    if (a.is_text() && b.is_text()) return a.as_text() <=> b.as_text();
    if (a.kind() == Kind::list && b.kind() == Kind::list && a.is_tuple() == b.is_tuple()) {
        return compare(a.as_list(), b.as_list(), reach);
    }
    return std::nullopt;
}

}  // namespace

bool operator==(const Value& a, const Value& b) {
    int steps = most_steps;
    return is_equal(a, b, {most_nesting, &steps});
}

bool operator==(const List& a, const List& b) {
    int steps = most_steps;
    return is_equal(a, b, {most_nesting, &steps});
}

bool operator==(const Map& a, const Map& b) {
    int steps = most_steps;
    return is_equal(a, b, {most_nesting, &steps});
}

Order compare(const Value& a, const Value& b) {
    int steps = most_steps;
    return compare(a, b, {most_nesting, &steps});
}

Order compare_within(const Value& a, const Value& b, std::uint64_t& budget) {
    int steps = most_steps;
    return compare(a, b, {most_nesting, &steps, &budget});
}

bool equal_within(const Value& a, const Value& b, std::uint64_t& budget) {
    int steps = most_steps;
    return is_equal(a, b, {most_nesting, &steps, &budget});
}

}  // namespace tined::value
