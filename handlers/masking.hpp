// What an error page may show of what a client sent, even to who writes the site: a screenshot of
// it ends in a chat, and a password with it.
#pragma once

#include <string>
#include <string_view>

namespace tined::handlers {

/// By the name of a header, an argument or a cookie: password, token, Authorization, api_key...
bool is_secret_name(std::string_view name) noexcept;

/// A value as it is shown: "(masked, 12 bytes)" for a secret name and for a signed value (a cookie
/// that would let in whoever has it); the value itself, cut where it is long, for all others.
std::string shown_value(std::string_view name, std::string_view value);

/// A URL with the values of its query masked so. What is not a query stays as it is.
std::string shown_url(std::string_view url);

}  // namespace tined::handlers
