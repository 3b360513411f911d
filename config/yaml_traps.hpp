// What YAML does to people who did not ask for it, and how to mend it, by the text of the file
// alone. Each function looks at one place and names the trap, or finds nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "config/source.hpp"

namespace tined::config {

/// A value that begins, without a quote, with what YAML keeps for itself: {{ {% * & @ % `, or an
/// IPv6 address in brackets. (! is the tag's affair: tag_trap().)
std::optional<std::string> opening_trap(std::string_view value);

/// A tag that tined does not know: `!important`, `!!str`.
std::string tag_trap(std::string_view tag);

/// A comment that cuts unquoted text which ends at `end`. Comments after values are in order, so
/// only what looks like text counts: one blank before the #, and either no blank after it (#1), or
/// more than one word before it, or a key whose value is prose.
std::optional<std::string> comment_trap(const Source& source, std::size_t end,
                                        std::string_view value, bool is_prose);

/// A line that is indented with a tab.
std::optional<std::string> tab_trap(const Source& source, std::size_t offset);

/// The messages that more than one place gives.
std::string colon_trap();
std::string braces_trap();
std::string address_trap();

/// Whether `value` begins with an IPv6 address in brackets and a colon, without a quote.
bool is_bracketed_v6(std::string_view value) noexcept;

}  // namespace tined::config
