#include "template/escaper.hpp"

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
        case '\'':
            return "&#39;";
        default:
            return {};
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

void append_html_escaped(std::string_view text, std::string& out) {
    std::size_t written = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view reference = html_reference(text[i]);
        if (reference.empty()) continue;
        out.append(text, written, i - written);
        out += reference;
        written = i + 1;
    }
    out.append(text, written);
}

}  // namespace tined::templates
