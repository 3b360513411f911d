#include "template/escaper.hpp"

#include <algorithm>
#include <stdexcept>

#include "template/output.hpp"
#include "template/short_text.hpp"

namespace tined::templates {
namespace {

class NoEscaping final : public Escaper {
public:
    std::expected<void, std::string> write(const value::Value& value,
                                           std::string& out) const override {
        value.print_to(out);
        return {};
    }
};

class HtmlEscaping final : public Escaper {
public:
    std::expected<void, std::string> write(const value::Value& value,
                                           std::string& out) const override {
        if (value.is_text()) {
            append_html_escaped(value.as_text(), out);
        } else if (value.is_number() || value.is_null() || value.is_undefined()) {
            value.print_to(out);  // has nothing that could be escaped
        } else {
            append_html_escaped(value.print(), out);
        }
        return {};
    }
};

std::string_view html_reference(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&#34;";
        default:
            return "&#39;";
    }
}

}  // namespace

const Escaper& no_escaping() noexcept {
    static const NoEscaping escaper;
    return escaper;
}

const Escaper& html_escaping() noexcept {
    static const HtmlEscaping escaper;
    return escaper;
}

bool write_html_escaped(std::string_view text, Output& output) {
    while (!text.empty()) {
        // What is left is at least as long when it is written: reserving it all is never too much.
        if (!output.reserve(text.size())) return false;
        std::size_t plain;
        do {
            const std::size_t size = std::min(text.size(), ShortText::most);
            const ShortText piece(text.data(), size);
            piece.copy_to(output.at());
            plain = piece.plain_in_html();
            output.advance_to(output.at() + std::min(plain, size));
            text.remove_prefix(std::min(plain, size));
        } while (plain == ShortText::most && !text.empty());
        if (text.empty()) return true;
        if (!output.write(html_reference(text.front()))) return false;
        text.remove_prefix(1);
    }
    return true;
}

void append_html_escaped(std::string_view text, std::string& out) {
    Output output;
    output.open(out, out.max_size() / 2);
    if (!write_html_escaped(text, output)) throw std::length_error("an escaped text");
}

}  // namespace tined::templates
