// A step that could not do its work: the error answer that it asks for.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "template/error.hpp"
#include "value/value.hpp"

namespace tined::handlers {

struct Failure {
    int status = 500;
    /// Empty: the status code's own phrase.
    std::string reason = {};
    /// What went wrong, for the log and never for the client. Empty where the client is at fault
    /// and the status says it all.
    std::string detail = {};
    /// The template's fault that `detail` tells, if it is one. Shared, for failures are copied.
    std::shared_ptr<const templates::Error> cause = {};
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
