#include "template/escaper.hpp"

#include <array>

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

// By each byte: whether it stands for itself in HTML.
constexpr std::array<bool, 256> stands_for_itself = [] {
    std::array<bool, 256> table{};
    table.fill(true);
    for (const char c : {'&', '<', '>', '"', '\''}) table[static_cast<unsigned char>(c)] = false;
    return table;
}();

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

void append_html_escaped(std::string_view text, std::string& out) {
    const char* written = text.data();
    const char* const end = written + text.size();
    for (const char* at = written; at != end; ++at) {
        if (stands_for_itself[static_cast<unsigned char>(*at)]) continue;
        out.append(written, at);
        out += html_reference(*at);
        written = at + 1;
    }
    out.append(written, end);
}

}  // namespace tined::templates
