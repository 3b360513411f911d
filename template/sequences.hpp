// Values as sequences: what loops and filters go over.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "value/value.hpp"

namespace tined::templates {

/// What going over a value gives: a list's elements, a map's or object's keys, a text's
/// characters, of undefined nothing. Else the error says what is not iterable.
std::expected<value::List, std::string> items_of(const value::Value& value);

/// The characters (code points) of a text. A byte that is no UTF-8 is one by itself.
std::vector<std::string_view> characters_of(std::string_view text);

/// Without those characters at its ends.
std::string_view stripped(std::string_view text, std::string_view characters, bool at_left,
                          bool at_right);

/// `value.NAME`, or `value[NAME]` where NAME is a whole number. A pair has the members `grouper`
/// and `list`, which is what groupby makes pairs of.
value::Value member_of(const value::Value& value, std::string_view name);
/// The same along a path with dots: "user.name", "0.title".
value::Value member_along(const value::Value& value, std::string_view path);

}  // namespace tined::templates
