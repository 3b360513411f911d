#include "template/html_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace tined::templates {
namespace {

// Cuts out all from `open` to the next `close`; an open one without an end stays.
std::string without(std::string_view text, std::string_view open, std::string_view close) {
    std::string out;
    for (;;) {
        const std::size_t begin = text.find(open);
        const std::size_t end =
            begin == std::string_view::npos ? begin : text.find(close, begin + open.size());
        if (end == std::string_view::npos) break;
        out += text.substr(0, begin);
        text.remove_prefix(end + close.size());
    }
    out += text;
    return out;
}

std::string with_single_blanks(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (!base::is_space(c)) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

// The character of a reference without its & and ;
bool append_reference(std::string_view name, std::string& out) {
    using Row = std::pair<std::string_view, std::string_view>;
    static constexpr auto names = std::to_array<Row>({{"amp", "&"},
                                                      {"lt", "<"},
                                                      {"gt", ">"},
                                                      {"quot", "\""},
                                                      {"apos", "'"},
                                                      {"nbsp", "\u00a0"}});
    const auto row = std::ranges::find(names, name, &Row::first);
    if (row != names.end()) {
        out += row->second;
        return true;
    }
    if (!name.starts_with('#')) return false;
    const bool is_hex = name.size() > 1 && (name[1] | 32) == 'x';
    const std::string_view digits = name.substr(is_hex ? 2 : 1);
    std::uint32_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value, is_hex ? 16 : 10);
    return error == std::errc() && stop == end && base::append_code_point(out, value);
}

std::string without_references(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t begin = std::min(text.find('&'), text.size());
        out += text.substr(0, begin);
        text.remove_prefix(begin);
        // No reference is longer: what has no end nearby is not searched to the text's end.
        const std::size_t end = text.substr(0, 40).find(';');
        if (end != std::string_view::npos && append_reference(text.substr(1, end - 1), out)) {
            text.remove_prefix(end + 1);
        } else if (!text.empty()) {
            out += '&';
            text.remove_prefix(1);
        }
    }
    return out;
}

}  // namespace

std::string text_of_html(std::string_view html) {
    const std::string plain = without(without(html, "<!--", "-->"), "<", ">");
    return without_references(with_single_blanks(plain));
}

}  // namespace tined::templates
