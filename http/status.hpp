// Status codes (RFC 9110 §15 and IANA's registry).
#pragma once

#include <string_view>

namespace tined::http {

/// The registered phrase; for a code that has none, "Unknown".
std::string_view reason_phrase(int status) noexcept;

/// 1 to 5; what is outside of them is no status.
constexpr int status_class(int status) noexcept { return status / 100; }

/// A code that may stand in a status line as the final answer.
constexpr bool is_final_status(int status) noexcept { return status >= 200 && status <= 599; }

/// True where an answer never has a body, whatever the method: 1xx, 204, 205, 304.
constexpr bool has_no_body(int status) noexcept {
    return status_class(status) == 1 || status == 204 || status == 205 || status == 304;
}

}  // namespace tined::http
