#include "http/cookies.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "http/date.hpp"
#include "http/repair.hpp"

namespace tined::http {
namespace {

bool is_octal(char c) noexcept { return c >= '0' && c <= '7'; }

// \ooo, of at most \377.
bool is_octal_escape(std::string_view text) noexcept {
    return text.size() >= 4 && text[1] >= '0' && text[1] <= '3' && is_octal(text[2]) &&
           is_octal(text[3]);
}

std::string unquote(std::string_view value) {
    const bool is_quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    if (!is_quoted) return std::string(value);
    value = value.substr(1, value.size() - 2);
    std::string plain;
    while (!value.empty()) {
        const bool is_escape = value.front() == '\\' && value.size() > 1;
        if (is_escape && is_octal_escape(value)) {
            plain +=
                static_cast<char>((value[1] - '0') * 64 + (value[2] - '0') * 8 + (value[3] - '0'));
            value.remove_prefix(4);
        } else {
            plain += value[is_escape ? 1 : 0];
            value.remove_prefix(is_escape ? 2 : 1);
        }
    }
    return plain;
}

// cookie-octet of RFC 6265 §4.1.1.
bool is_cookie_octet(char c) noexcept {
    return base::is_visible(c) && c != '"' && c != ',' && c != ';' && c != '\\';
}

bool has_no_end(std::string_view text) noexcept {
    return std::ranges::none_of(text, [](char c) { return base::is_control(c) || c == ';'; });
}

std::string quote(std::string_view value) {
    std::string quoted = "\"";
    for (const char c : value) {
        if (is_cookie_octet(c) || c == ' ') {
            quoted += c;
        } else if (c == '"' || c == '\\') {
            quoted += {'\\', c};
        } else {
            quoted += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
        }
    }
    return quoted += '"';
}

bool is_domain(std::string_view text) noexcept {
    return std::ranges::all_of(text,
                               [](char c) { return base::is_alnum(c) || c == '-' || c == '.'; });
}

std::optional<CookieError> find_fault(const SetCookie& cookie) noexcept {
    if (!base::is_token(cookie.name)) return CookieError::bad_name;
    if (!has_no_end(cookie.value)) return CookieError::bad_value;
    const bool is_path = cookie.path.empty() || cookie.path.starts_with('/');
    if (!is_path || !has_no_end(cookie.path)) return CookieError::bad_path;
    if (!is_domain(cookie.domain)) return CookieError::bad_domain;
    return std::nullopt;
}

std::string_view to_text(SameSite same_site) noexcept {
    switch (same_site) {
        case SameSite::unset:
            return "";
        case SameSite::lax:
            return "; SameSite=Lax";
        case SameSite::strict:
            return "; SameSite=Strict";
        case SameSite::none:
            return "; SameSite=None";
    }
    return "";
}

// Far enough for every wish, and clear of overflow in the sum with `now`.
constexpr std::chrono::seconds longest_life = std::chrono::years(100);

}  // namespace

Pairs parse_cookies(const Fields& fields) {
    Pairs cookies;
    for (const Field& field : fields) {
        if (!base::equals_ignoring_case(field.name, "cookie")) continue;
        for (const std::string_view piece : base::split(field.value, ';')) {
            const auto halves = base::split_once(piece, '=');
            const std::string_view name = base::trim(halves ? halves->before : "");
            const std::string_view value = base::trim(halves ? halves->after : piece);
            if (name.empty() && value.empty()) continue;
            cookies.add(repair_utf8(std::string(name)), repair_utf8(unquote(value)));
        }
    }
    return cookies;
}

std::expected<std::string, CookieError> write_set_cookie(const SetCookie& cookie,
                                                         std::chrono::sys_seconds now) {
    if (const auto fault = find_fault(cookie)) return std::unexpected(*fault);
    const bool is_plain = std::ranges::all_of(cookie.value, is_cookie_octet);
    std::string line = cookie.name + '=' + (is_plain ? cookie.value : quote(cookie.value));
    if (cookie.max_age) {
        const auto age = std::clamp(*cookie.max_age, std::chrono::seconds(0), longest_life);
        // A time long past clears it for clients whose clock is wrong as well.
        const auto expires = age.count() == 0 ? std::chrono::sys_seconds() : now + age;
        line += fmt::format("; Max-Age={}; Expires={}", age.count(), write_date(expires));
    }
    if (!cookie.domain.empty()) line += "; Domain=" + cookie.domain;
    if (!cookie.path.empty()) line += "; Path=" + cookie.path;
    if (cookie.http_only) line += "; HttpOnly";
    if (cookie.secure) line += "; Secure";
    line += to_text(cookie.same_site);
    return line;
}

}  // namespace tined::http
