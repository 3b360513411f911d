// How values stand to each other. operator== is value.hpp's; what equals what is said there.
#pragma once

#include <compare>
#include <optional>

#include "value/value.hpp"

namespace tined::value {

/// Python's order: numbers among each other (an integer and a real exactly, not rounded to a
/// real; NaN is unordered), text with text by code points, lists with lists and tuples with tuples
/// by their first difference. Nullopt for what Python would not compare.
std::optional<std::partial_ordering> compare(const Value& a, const Value& b);

}  // namespace tined::value
