// A step that could not do its work: the error answer that it asks for.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "value/value.hpp"

namespace tined::handlers {

struct Failure {
    int status = 500;
    /// Empty: the status code's own phrase.
    std::string reason = {};
    /// What went wrong, for the log and never for the client. Empty where the client is at fault
    /// and the status says it all.
    std::string detail = {};
    /// error.fields: {NAME: {code, message, value}}; undefined where there are none.
    value::Value fields = {};
    /// What the action `error: {ANY: ..}` passed: further members of `error`.
    value::Value passed = {};
    /// Lines that go with the answer: Retry-After, Allow.
    std::vector<std::pair<std::string, std::string>> headers = {};
    /// The site asked for it, by `error:`: it is an answer like another, and not to be logged.
    bool is_asked = false;
};

}  // namespace tined::handlers
