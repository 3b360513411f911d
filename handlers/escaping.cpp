#include "handlers/escaping.hpp"

#include <algorithm>

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

/// "https:" of "https://a.example/"; empty if there is none.
std::string_view scheme_of(std::string_view url) noexcept {
    const auto colon = url.find(':');
    if (colon == std::string_view::npos || !base::is_alpha(url.front())) return {};
    for (const char c : url.substr(0, colon)) {
        if (!base::is_alnum(c) && !std::string_view("+.-").contains(c)) return {};
    }
    return url.substr(0, colon + 1);
}

bool is_slash(char c) noexcept { return c == '/' || c == '\\'; }

/// `.` or `..`, encoded or not.
bool is_dot_segment(std::string_view segment) noexcept {
    std::size_t dots = 0;
    for (; !segment.empty(); ++dots) {
        const bool is_plain = segment.starts_with('.');
        if (!is_plain && !base::equals_ignoring_case(segment.substr(0, 3), "%2e")) return false;
        segment.remove_prefix(is_plain ? 1 : 3);
    }
    return dots == 1 || dots == 2;
}

/// Whether dot segments, taken out of the path before a host is looked for, could leave `//host`.
bool hides_a_host(std::string_view path) noexcept {
    bool has_dots = false;
    bool has_empty = false;
    while (!path.empty()) {
        path.remove_prefix(1);  // its slash
        const auto end = std::ranges::find_if(path, is_slash);
        const std::string_view segment(path.begin(), end);
        has_dots = has_dots || is_dot_segment(segment);
        has_empty = has_empty || (segment.empty() && end != path.end());
        path.remove_prefix(segment.size());
    }
    return has_dots && has_empty;
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
    return text.starts_with('/') && !text.starts_with("//") && !text.starts_with("/\\") &&
           std::ranges::none_of(text, base::is_control) &&
           !hides_a_host(text.substr(0, text.find_first_of("?#")));
}

bool ends_within_authority(std::string_view leading_text) noexcept {
    const auto scheme = scheme_of(leading_text);
    const auto rest = leading_text.substr(scheme.size());
    const auto host = std::min(rest.find_first_not_of("/\\"), rest.size());
    // Without a scheme one slash begins a path, and none a path from where the page is.
    if (scheme.empty() && host < 2) return false;
    return rest.find_first_of("/\\?#", host) == std::string_view::npos;
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
