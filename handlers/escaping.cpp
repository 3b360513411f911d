#include "handlers/escaping.hpp"

#include "base/text.hpp"
#include "http/target.hpp"

namespace tined::handlers {

namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

/// What may stand in a path with its query (RFC 3986 §3.3, §3.4), `%` for what is encoded already.
bool stands_in_path(char c) noexcept {
    return base::is_alnum(c) || std::string_view("-._~!$&'()*+,;=:@/?%#").contains(c);
}

void append_path(std::string_view text, std::string& out) {
    for (const char c : text) {
        if (stands_in_path(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += hex_digits[byte >> 4];
        out += hex_digits[byte & 15];
    }
}

class UrlEscaper final : public templates::Escaper {
public:
    std::expected<void, std::string> write(const value::Value& value,
                                           std::string& out) const override {
        const std::string text = value.print();
        if (!out.empty()) {
            out += http::encode_component(text);
            return {};
        }
        append_path(text, out);  // redirect.cpp checks the whole
        return {};
    }
};

}  // namespace

const templates::Escaper& url_escaping() noexcept {
    static const UrlEscaper escaper;
    return escaper;
}

bool is_own_path(std::string_view text) noexcept {
    return text.starts_with('/') && !text.starts_with("//") && !text.starts_with("/\\");
}

bool ends_within_authority(std::string_view leading_text) noexcept {
    const auto slashes = leading_text.find("//");
    if (slashes == std::string_view::npos) return false;
    // What stands before them is a scheme, or the slashes are not an authority's.
    for (const char c : leading_text.substr(0, slashes)) {
        if (!base::is_alnum(c) && !std::string_view("+.-:").contains(c)) return false;
    }
    return leading_text.find_first_of("/?#", slashes + 2) == std::string_view::npos;
}

bool leads_away(std::string_view source) noexcept {
    if (!source.starts_with("{{")) return false;
    const auto end = source.find("}}");
    if (end == std::string_view::npos) return false;
    auto expression = source.substr(0, end);
    if (expression.ends_with('-')) expression.remove_suffix(1);
    expression = base::trim_right(expression);
    if (!expression.ends_with("away")) return false;
    expression.remove_suffix(4);
    return base::trim_right(expression).ends_with('|');
}

}  // namespace tined::handlers
