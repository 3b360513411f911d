#include "base/text.hpp"

#include <algorithm>
#include <cmath>

#include "base/words.hpp"

namespace tined::base {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

void append_hex(std::string& out, char byte) {
    const auto value = static_cast<unsigned char>(byte);
    out.push_back(hex_digits[value >> 4]);
    out.push_back(hex_digits[value & 15]);
}

// Most words that are asked for differ in more than the bit of case, or in nothing.
bool equal_but_for_case(std::uint64_t a, std::uint64_t b) noexcept {
    const std::uint64_t differing = a ^ b;
    if (differing == 0) return true;
    return (differing & ~every_byte(0x20)) == 0 && lower_word(a) == lower_word(b);
}

template <typename Predicate>
std::string_view trim_where(std::string_view text, Predicate goes) noexcept {
    while (!text.empty() && goes(text.front())) text.remove_prefix(1);
    while (!text.empty() && goes(text.back())) text.remove_suffix(1);
    return text;
}

template <typename Piece>
std::string join_pieces(const std::vector<Piece>& pieces, std::string_view separator) {
    std::string joined;
    for (bool first = true; const auto& piece : pieces) {
        if (!first) joined.append(separator);
        first = false;
        joined.append(piece);
    }
    return joined;
}

}  // namespace

std::string to_lower(std::string_view text) {
    std::string lower(text);
    lower_in_place(lower);
    return lower;
}

std::string to_upper(std::string_view text) {
    std::string upper(text);
    for (char& c : upper) c = to_upper(c);
    return upper;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && starts_with_ignoring_case(a, b);
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) noexcept {
    const std::size_t size = prefix.size();
    if (text.size() < size) return false;
    if (size < 8) {
        return equal_but_for_case(load_short_word(text.data(), size),
                                  load_short_word(prefix.data(), size));
    }
    // The last step overlaps the one before it.
    for (std::size_t at = 0; at < size; at += 8) {
        const std::size_t from = std::min(at, size - 8);
        if (!equal_but_for_case(load_word(text.data() + from), load_word(prefix.data() + from)))
            return false;
    }
    return true;
}

std::string_view trim(std::string_view text) noexcept { return trim_where(text, is_space); }

std::string_view trim_right(std::string_view text) noexcept {
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::string_view trim_blanks(std::string_view text) noexcept {
    return trim_where(text, [](char c) { return c == ' ' || c == '\t'; });
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> pieces;
    for (;;) {
        const auto at = text.find(separator);
        pieces.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return pieces;
        text.remove_prefix(at + 1);
    }
}

std::string join(const std::vector<std::string_view>& pieces, std::string_view separator) {
    return join_pieces(pieces, separator);
}

std::string join(const std::vector<std::string>& pieces, std::string_view separator) {
    return join_pieces(pieces, separator);
}

std::optional<Halves> split_once(std::string_view text, char separator) noexcept {
    const auto at = text.find(separator);
    if (at == std::string_view::npos) return std::nullopt;
    return Halves{text.substr(0, at), text.substr(at + 1)};
}

std::optional<double> parse_real(std::string_view text) noexcept {
    double value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc() || stop != end || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

std::string to_hex(std::string_view bytes) {
    std::string hex;
    // By a pointer: asked for a place, a string first looks whether it has it.
    hex.resize_and_overwrite(bytes.size() * 2, [bytes](char* to, std::size_t size) {
        const char* const digits = hex_digits.data();
        for (const char byte : bytes) {
            const auto value = static_cast<unsigned char>(byte);
            *to++ = digits[value >> 4];
            *to++ = digits[value & 15];
        }
        return size;
    });
    return hex;
}

std::optional<std::string> from_hex(std::string_view digits) {
    if (digits.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(digits.size() / 2);
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        const int high = hex_value(digits[i]);
        const int low = hex_value(digits[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes.push_back(static_cast<char>(high * 16 + low));
    }
    return bytes;
}

std::string escape_for_message(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            escaped.append({'\\', c});
        } else if (c == '\n') {
            escaped.append("\\n");
        } else if (c == '\r') {
            escaped.append("\\r");
        } else if (c == '\t') {
            escaped.append("\\t");
        } else if (c == ' ' || is_visible(c)) {
            escaped.push_back(c);
        } else {
            escaped.append("\\x");
            append_hex(escaped, c);
        }
    }
    return escaped;
}

}  // namespace tined::base
