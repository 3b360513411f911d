// Breaks lines of text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tined::templates {

struct WrapStyle {
    std::size_t width;         ///< characters of a line, at least 1
    bool breaks_words = true;  ///< words that are longer than a line
    bool breaks_at_hyphens = true;
};

/// One line as several, none with white space at its end, as Python's textwrap breaks them. Of a
/// line that is blank nothing is left.
std::vector<std::string> wrapped(std::string_view line, const WrapStyle& style);

/// The lines of a text without their ends: \n, \r, \r\n, \v, \f and those that Unicode has besides.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace tined::templates
