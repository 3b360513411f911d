// Searching in texts that a stranger may have sent: the time is linear in what is searched and what
// is sought together, whatever they hold. std::string's own find is quadratic.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tined::templates {

/// Where `sought` is first in `text`, at `from` or behind it; npos if it is not. What is empty is
/// found at `from`.
std::size_t find_first(std::string_view text, std::string_view sought,
                       std::size_t from = 0) noexcept;

/// Where it is last, and again before what has been found.
class BackwardSearch {
public:
    /// Both outlive it.
    BackwardSearch(std::string_view text, std::string_view sought);
    /// The last place at which all of `sought` is before `end`; npos if there is none.
    std::size_t find_before(std::size_t end) const noexcept;

private:
    std::string_view text_;
    std::string_view sought_;
    std::string backward_text_;  // empty if `sought` is short
    std::string backward_sought_;
};

/// Without those characters at its ends. A byte that is no UTF-8 is a character by itself.
std::string_view stripped(std::string_view text, std::string_view characters, bool at_left,
                          bool at_right);

}  // namespace tined::templates
