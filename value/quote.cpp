#include "value/quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/utf8.hpp"

namespace tined::value {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// What is assigned past ASCII and cannot be seen: the categories Cc, Cf, Cs, Co, Zl, Zp and Zs of
// Unicode 14's UnicodeData.txt, in which Python's str.isprintable() finds the same.
constexpr Range unseen[] = {
    {0x80, 0xa0},       {0xad, 0xad},       {0x600, 0x605},       {0x61c, 0x61c},
    {0x6dd, 0x6dd},     {0x70f, 0x70f},     {0x890, 0x891},       {0x8e2, 0x8e2},
    {0x1680, 0x1680},   {0x180e, 0x180e},   {0x2000, 0x200f},     {0x2028, 0x202f},
    {0x205f, 0x2064},   {0x2066, 0x206f},   {0x3000, 0x3000},     {0xd800, 0xf8ff},
    {0xfeff, 0xfeff},   {0xfff9, 0xfffb},   {0x110bd, 0x110bd},   {0x110cd, 0x110cd},
    {0x13430, 0x13438}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},   {0xe0001, 0xe0001},
    {0xe0020, 0xe007f}, {0xf0000, 0xffffd}, {0x100000, 0x10fffd},
};

bool is_seen(char32_t code) noexcept {
    if (code < 0x7f) return code >= 0x20;
    if (code == 0x7f) return false;
    const auto range = std::ranges::lower_bound(unseen, code, {}, &Range::last);
    return range == std::end(unseen) || code < range->first;
}

void escape(char32_t code, std::string& out) {
    const auto number = static_cast<std::uint32_t>(code);
    const auto to = std::back_inserter(out);
    if (code == '\n') {
        out += "\\n";
    } else if (code == '\r') {
        out += "\\r";
    } else if (code == '\t') {
        out += "\\t";
    } else if (code < 0x100) {
        fmt::format_to(to, "\\x{:02x}", number);
    } else if (code < 0x10000) {
        fmt::format_to(to, "\\u{:04x}", number);
    } else {
        fmt::format_to(to, "\\U{:08x}", number);
    }
}

}  // namespace

void quote(std::string_view text, std::string& out) {
    const bool has_single = text.find('\'') != std::string_view::npos;
    const bool has_double = text.find('"') != std::string_view::npos;
    const char mark = has_single && !has_double ? '"' : '\'';
    out += mark;
    while (!text.empty()) {
        const auto next = base::first_code_point(text);
        const std::size_t size = next ? next->size : 1;
        if (!next) {
            escape(static_cast<unsigned char>(text[0]), out);
        } else if (text[0] == mark || text[0] == '\\') {
            out += '\\';
            out += text[0];
        } else if (is_seen(next->value)) {
            out += text.substr(0, size);
        } else {
            escape(next->value, out);
        }
        text.remove_prefix(size);
    }
    out += mark;
}

}  // namespace tined::value
