// `cookies: {name: {value: xiaoming, signed: true, max_age: 30s}, age: off}` and
// `clear_cookies: true`: what the answer tells the browser to keep, and to forget.
#pragma once

#include <memory>
#include <string>

#include "config/settings.hpp"
#include "handlers/part.hpp"
#include "handlers/step_reader.hpp"
#include "http/cookies.hpp"
#include "http/request.hpp"

namespace tined::handlers {

/// A cookie that has what `defaults` say, for the answer to `request`.
http::SetCookie cookie_with_defaults(std::string name, const config::CookieDefaults& defaults,
                                     const http::Request& request);

/// `cookies`: each by `cookies.defaults`, unless it says otherwise itself.
std::unique_ptr<Part> read_set_cookies(const config::Reader& value, StepContext& context);

/// `clear_cookies: true`: all that the request carried.
std::unique_ptr<Part> read_clear_cookies(const config::Reader& value, StepContext& context);

}  // namespace tined::handlers
