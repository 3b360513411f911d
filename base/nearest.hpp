// "Did you mean": the known word that a mistyped one is nearest to.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace tined::base {

/// The candidate with the fewest insertions, deletions, changes and swaps of neighbours, the first
/// of equals; case does not count. Nothing if all need more than a third of the word's letters
/// changed (one change is always allowed), or would keep no letter of it.
std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> candidates);

}  // namespace tined::base
