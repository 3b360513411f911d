// What a literal in a template's source stands for.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace tined::templates {

/// A string with its quotes, and Python's escapes: \n \t \\ \' \" \xhh \uhhhh \Uhhhhhhhh \ooo, and
/// a backslash at a line's end, which joins lines. An unknown escape stays as it is written. The
/// error is in words.
std::expected<std::string, std::string> unescape_string_literal(std::string_view literal);

/// 12, 1_000, 0x1f, 0o17, 0b11. Nothing if it is none or needs more than 64 bits.
std::optional<std::int64_t> parse_integer_literal(std::string_view literal);

/// 1.5, 1e3; infinite where it is past the largest, as Python has it.
double real_of_literal(std::string_view literal);

}  // namespace tined::templates
