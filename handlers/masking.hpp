// What an error page may show of what a client sent, even to who writes the site: a screenshot of
// it ends in a chat, and a password with it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "value/value.hpp"

namespace tined::handlers {

/// By the name of a header, an argument or a cookie: password, token, Authorization, sid, _xsrf...
bool is_secret_name(std::string_view name) noexcept;

/// A value as it is shown: "(masked)" for a secret name and for a signed value (a cookie that would
/// let in whoever has it); the value itself, cut where it is long, for all others.
std::string shown_value(std::string_view name, std::string_view value);
/// The same of what may have names within: those of a JSON body.
std::string shown_nested(std::string_view name, const value::Value& value);

/// A name, cut where it is long.
std::string shown_name(std::string_view name);

/// A URL with the values of its query masked so, and a user with his password.
/// What else is not a query stays as it is.
std::string shown_url(std::string_view url);

/// The lines of a configuration without what stands under `keys`: those that sign cookies. It goes
/// by the look of the lines, for a file that is wrong must not show them either. Given all lines of
/// a file from the first on.
class KeysMask {
public:
    std::string shown(std::string_view line);

private:
    std::string mask_flow(std::string_view line, std::size_t from);

    bool is_in_block_ = false;  // of lines that are indented deeper than the key
    std::size_t indent_ = 0;    // the key's
    int open_ = 0;              // brackets of a value in flow style
};

}  // namespace tined::handlers
