// HTTP dates (RFC 9110 §5.6.7): whole seconds, always GMT.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tined::http {

/// "Sun, 06 Nov 1994 08:49:37 GMT": 29 characters for the years 1970 to 9999; what is outside of
/// them is the nearest of these.
std::string write_date(std::chrono::sys_seconds time);

/// All three forms: IMF-fixdate, RFC 850's and asctime's. `now` decides the century of RFC 850's
/// two digits: what would be more than 50 years ahead is in the past. A weekday that does not fit
/// is not looked at; a day or an hour that does not exist is no date.
std::optional<std::chrono::sys_seconds> parse_date(std::string_view text,
                                                   std::chrono::sys_seconds now) noexcept;

/// The Date of answers: written once a second. One for each worker.
class DateCache {
public:
    /// Good until the next call with another second.
    std::string_view at(std::chrono::sys_seconds now);

private:
    std::chrono::sys_seconds second_ = std::chrono::sys_seconds::min();
    std::string text_;
};

}  // namespace tined::http
