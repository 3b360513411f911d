#include "template/unicode_case.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace tined::templates {
namespace {

// Where upper and lower case alternate, upper first at even code points.
bool is_even_pair(char32_t c) {
    return (c >= 0x100 && c <= 0x137 && c != 0x130 && c != 0x131) || (c >= 0x14a && c <= 0x177) ||
           (c >= 0x460 && c <= 0x481) || (c >= 0x48a && c <= 0x4bf) || (c >= 0x4d0 && c <= 0x52f) ||
           (c >= 0x1e00 && c <= 0x1e95) || (c >= 0x1ea0 && c <= 0x1eff);
}

// The same at odd code points.
bool is_odd_pair(char32_t c) {
    return (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e) || (c >= 0x4c1 && c <= 0x4ce);
}

char32_t lower_of(char32_t c) {
    if (is_even_pair(c)) return c | 1;
    if (is_odd_pair(c)) return c + (c & 1);
    if (c >= 0xc0 && c <= 0xde && c != 0xd7) return c + 0x20;
    if (c == 0x178) return 0xff;
    if (c >= 0x391 && c <= 0x3a9 && c != 0x3a2) return c + 0x20;
    if (c >= 0x410 && c <= 0x42f) return c + 0x20;
    if (c >= 0x400 && c <= 0x40f) return c + 0x50;
    if (c >= 0x531 && c <= 0x556) return c + 0x30;
    return c;
}

char32_t upper_of(char32_t c) {
    if (is_even_pair(c)) return c & ~char32_t{1};
    if (is_odd_pair(c)) return c - ((c & 1) == 0 ? 1 : 0);
    if (c >= 0xe0 && c <= 0xfe && c != 0xf7) return c - 0x20;
    if (c == 0xff) return 0x178;
    if (c == 0x3c2) return 0x3a3;  // the sigma at a word's end
    if (c >= 0x3b1 && c <= 0x3c9) return c - 0x20;
    if (c >= 0x430 && c <= 0x44f) return c - 0x20;
    if (c >= 0x450 && c <= 0x45f) return c - 0x50;
    if (c >= 0x561 && c <= 0x586) return c - 0x30;
    return c;
}

void append_upper(char32_t c, std::string& out) {
    if (c == 0xdf) {
        out += "SS";
    } else {
        base::append_code_point(out, upper_of(c));
    }
}

// Appends the first character, in the case asked for, and takes it off the text.
void convert_first(std::string_view& text, bool to_upper_case, std::string& out) {
    const auto point = base::first_code_point(text);
    const std::size_t size = point ? point->size : 1;
    if (size == 1) {
        out += to_upper_case ? base::to_upper(text[0]) : base::to_lower(text[0]);
    } else if (to_upper_case) {
        append_upper(point->value, out);
    } else {
        base::append_code_point(out, lower_of(point->value));
    }
    text.remove_prefix(size);
}

}  // namespace

std::string to_upper(std::string_view text) {
    std::string out;
    while (!text.empty()) convert_first(text, true, out);
    return out;
}

std::string to_lower(std::string_view text) {
    std::string out;
    while (!text.empty()) convert_first(text, false, out);
    return out;
}

std::string capitalize(std::string_view text) {
    std::string out;
    if (!text.empty()) convert_first(text, true, out);
    return out + to_lower(text);
}

}  // namespace tined::templates
