// UTF-8 as RFC 3629 §4 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tined::base {

bool is_utf8(std::string_view text) noexcept;

struct CodePoint {
    char32_t value;
    std::size_t size;  ///< in bytes of UTF-8: 1 to 4
};
/// The code point at the start of `text`; nothing if there is none, or its bytes are not UTF-8.
std::optional<CodePoint> first_code_point(std::string_view text) noexcept;

/// Appends one code point; false, and nothing appended, for a surrogate or more than U+10FFFF.
bool append_code_point(std::string& text, char32_t value);

/// How many code points; `text` must be UTF-8.
std::size_t count_code_points(std::string_view text) noexcept;

}  // namespace tined::base
