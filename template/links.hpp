// Finds what in a text can be followed: URLs and mail addresses.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tined::templates {

struct LinkStyle {
    std::optional<std::size_t> most_shown;  ///< characters of a URL that are shown, then "..."
    std::string attributes;                 ///< of each link to a URL, escaped, with a blank before
    std::vector<std::string> schemes;       ///< other beginnings of URLs: "tel:", "ftp://"
};

/// `html` with links around what is recognized as Jinja2's urlize does: http:// and https:// URLs,
/// www. names, names that end in a common domain, mail addresses with or without mailto:.
/// Punctuation around them stays outside.
std::string with_links(std::string_view html, const LinkStyle& style);

}  // namespace tined::templates
