// What a handler throws to answer with an error: the site's page for that status, or tined's own.
// Nothing is logged for it. All else that a handler throws is a 500, with its message in the log.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "value/value.hpp"

namespace tined::app {

class HttpError : public std::exception {
public:
    /// `status` is from 400 to 599; others throw std::invalid_argument. Without a reason it is the
    /// status code's own phrase; a control character of one becomes a space, as it may be what()
    /// of something else.
    explicit HttpError(int status, std::string reason = {});

    /// A line that goes with the answer: Retry-After, Allow.
    HttpError&& with_header(std::string name, std::string value) &&;
    /// What error pages see as `error.fields`: {NAME: {code, message, value}}.
    HttpError&& with_fields(value::Value fields) &&;

    int status() const noexcept { return status_; }
    const std::string& reason() const noexcept { return reason_; }
    const std::vector<std::pair<std::string, std::string>>& headers() const noexcept {
        return headers_;
    }
    const value::Value& fields() const noexcept { return fields_; }
    /// "404 Not Found".
    const char* what() const noexcept override { return what_.c_str(); }

private:
    int status_;
    std::string reason_;
    std::vector<std::pair<std::string, std::string>> headers_;
    value::Value fields_;
    std::string what_;
};

}  // namespace tined::app
