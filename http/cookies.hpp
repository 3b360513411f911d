// Cookies both ways (RFC 6265): read as tolerantly as browsers and other servers make it needful,
// written strictly.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "http/fields.hpp"
#include "http/form.hpp"

namespace tined::http {

/// All cookies of a request's Cookie lines, in their order. Pieces between ';' are trimmed and
/// split at the first '='; one without is a value whose name is empty, as browsers mean it. A value
/// in double quotes loses them, and \" \\ \ooo in it are undone (as Tornado and Python do).
Pairs parse_cookies(const Fields& fields);

enum class SameSite : std::uint8_t { unset, lax, strict, none };

struct SetCookie {
    std::string name;
    std::string value;
    std::string path = "/";
    std::string domain;                           ///< empty: this host only
    std::optional<std::chrono::seconds> max_age;  ///< none: until the browser ends; 0: clears
    bool http_only = true;
    bool secure = false;
    SameSite same_site = SameSite::lax;
};

enum class CookieError : std::uint8_t {
    bad_name,    ///< no token
    bad_value,   ///< a control character or a ';'
    bad_path,    ///< a control character or a ';', or it does not begin with '/'
    bad_domain,  ///< not letters, digits, '-' and '.'
};

/// The value of a Set-Cookie line. A value with a space, a comma, a quote, a backslash or bytes
/// past ASCII is put in quotes, its bytes escaped so that parse_cookies() and Tornado undo it. With
/// max_age, Expires is told too: `now` is for that.
std::expected<std::string, CookieError> write_set_cookie(const SetCookie& cookie,
                                                         std::chrono::sys_seconds now);

}  // namespace tined::http
