// `cookies: {name: {value: xiaoming, signed: true, max_age: 30s}, age: off}` and
// `clear_cookies: true`: what the answer tells the browser to keep, and to forget.
#pragma once

#include <memory>

#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"

namespace tined::handlers {

/// `cookies`: each by `cookies.defaults`, unless it says otherwise itself.
std::unique_ptr<Part> read_set_cookies(const config::Reader& value, StepContext& context);

/// `clear_cookies: true`: all that the request carried.
std::unique_ptr<Part> read_clear_cookies(const config::Reader& value, StepContext& context);

}  // namespace tined::handlers
