// How values stand to each other. operator== is value.hpp's; what equals what is said there.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>

#include "value/value.hpp"

namespace tined::value {

/// Python's order: numbers among each other (an integer and a real exactly, not rounded to a
/// real; NaN is unordered), text with text by code points, lists with lists and tuples with tuples
/// by their first difference. Nullopt for what Python would not compare.
std::optional<std::partial_ordering> compare(const Value& a, const Value& b);

/// The same, and ==, of values that a stranger may have made: `budget` is the bytes that may be
/// read, of texts that are as long as each other, and 16 for each element of a list or map. What is
/// read is taken off it. If it is 0 then it was too little, and what is returned means nothing.
std::optional<std::partial_ordering> compare_within(const Value& a, const Value& b,
                                                    std::uint64_t& budget);
bool equal_within(const Value& a, const Value& b, std::uint64_t& budget);

}  // namespace tined::value
