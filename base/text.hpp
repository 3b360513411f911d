// Text as protocols and files have it: bytes, ASCII, no locale. Nothing here looks at the C locale,
// so an operator's LC_ALL cannot change what a request means.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tined::base {

// One byte at a time. All take char: the sign of char does not matter to them.

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool is_alpha(char c) noexcept { return is_upper(c) || is_lower(c); }
constexpr bool is_alnum(char c) noexcept { return is_alpha(c) || is_digit(c); }
/// Space, and the controls \t \n \v \f \r.
constexpr bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
/// C0 controls and DEL.
constexpr bool is_control(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}
/// Any ASCII byte that leaves ink: 0x21 to 0x7E (VCHAR of RFC 5234).
constexpr bool is_visible(char c) noexcept { return c > ' ' && c < 0x7f; }
constexpr char to_lower(char c) noexcept { return is_upper(c) ? static_cast<char>(c + 32) : c; }
constexpr char to_upper(char c) noexcept { return is_lower(c) ? static_cast<char>(c - 32) : c; }
/// 0 to 15, or -1 for what is no hexadecimal digit.
constexpr int hex_value(char c) noexcept {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

namespace detail {
constexpr std::array<bool, 256> make_token_table() {
    std::array<bool, 256> table = {};
    for (std::size_t i = 0; i < 128; ++i) table[i] = is_alnum(static_cast<char>(i));
    for (const char c : std::string_view("!#$%&'*+-.^_`|~"))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}
inline constexpr std::array<bool, 256> token_table = make_token_table();
}  // namespace detail

/// tchar of RFC 9110 §5.6.2: what methods, field names and cookie names are made of.
constexpr bool is_token_char(char c) noexcept {
    return detail::token_table[static_cast<unsigned char>(c)];
}
/// A token has at least one character.
constexpr bool is_token(std::string_view text) noexcept {
    for (const char c : text) {
        if (!is_token_char(c)) return false;
    }
    return !text.empty();
}

// Whole texts. Views are into the argument.

std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept;
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) noexcept;

/// Without is_space() at either end.
std::string_view trim(std::string_view text) noexcept;
std::string_view trim_right(std::string_view text) noexcept;
/// Without spaces and tabs at either end: OWS of RFC 9110 §5.6.3.
std::string_view trim_blanks(std::string_view text) noexcept;

/// The pieces between separators, empty ones too: n separators make n + 1 pieces.
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string_view>& pieces, std::string_view separator);
std::string join(const std::vector<std::string>& pieces, std::string_view separator);

/// "before" and "after" the first separator; nothing if there is none.
struct Halves {
    std::string_view before;
    std::string_view after;
};
std::optional<Halves> split_once(std::string_view text, char separator) noexcept;

// Numbers. The whole text is the number or there is none: no space, no plus, no other base.

/// Decimal digits, for signed types after an optional '-'. Leading zeros are taken; overflow is
/// not.
template <std::integral T>
    requires(!std::same_as<T, bool>)
std::optional<T> parse_integer(std::string_view text) noexcept {
    T value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
    return value;
}

/// A decimal number with an optional fraction and exponent; "inf" and "nan", and what overflows
/// to infinity, are none.
std::optional<double> parse_real(std::string_view text) noexcept;

// Hexadecimal.

/// Two lower-case digits a byte.
std::string to_hex(std::string_view bytes);
/// Takes both cases; an odd number of digits or anything else is nothing.
std::optional<std::string> from_hex(std::string_view digits);

/// The text for a message on one line: controls, quotes, backslashes and what is not ASCII become
/// \n, \", \\, \x1b.. so that a peer's bytes cannot forge a line of the log or drive a terminal.
std::string escape_for_message(std::string_view text);

}  // namespace tined::base
