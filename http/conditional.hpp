// Conditional requests (RFC 9110 §13): whether the client has it already, or means another
// version.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "http/fields.hpp"
#include "http/method.hpp"

namespace tined::http {

/// What identifies the representation that would be sent.
struct Validators {
    std::string_view etag;  ///< with its quotes, `W/` before them where weak; empty if none
    std::optional<std::chrono::sys_seconds> last_modified;
};

enum class Verdict : std::uint8_t {
    proceed,
    not_modified,         ///< 304
    precondition_failed,  ///< 412
};

/// If-Match, If-Unmodified-Since, If-None-Match, If-Modified-Since in the order of §13.2.2, for
/// something that exists. `now` is for dates with two digits for the year.
Verdict evaluate_conditions(Method method, const Fields& fields, const Validators& current,
                            std::chrono::sys_seconds now) noexcept;

/// Whether a Range is to be heeded (If-Range, §13.1.5): true where there is no If-Range. It must
/// name the same strong entity tag; a date is not enough.
bool may_send_range(const Fields& fields, const Validators& current) noexcept;

}  // namespace tined::http
