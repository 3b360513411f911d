// Values as sequences: what loops and filters go over.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "template/filter.hpp"
#include "value/value.hpp"

namespace tined::templates {

/// What going over a value gives: a list's elements, a map's or object's keys, a text's
/// characters, of undefined nothing. Else the error says what is not iterable, or that they are too
/// many. The meter is told that all are read.
std::expected<value::List, std::string> items_of(const value::Value& value,
                                                 const Evaluation& evaluation);
/// The two of a pair: a list, a tuple or a text of two. Nothing of what is none.
std::optional<std::pair<value::Value, value::Value>> pair_of(const value::Value& value);

/// The characters (code points) of a text. A byte that is no UTF-8 is one by itself.
std::vector<std::string_view> characters_of(std::string_view text);

/// The first of them; `text` is not empty.
std::string_view first_character(std::string_view text);
/// The one behind `index` others; nothing if there are not so many.
std::optional<std::string_view> character_at(std::string_view text, std::size_t index);
/// The last; `text` is not empty.
std::string_view last_character(std::string_view text);
/// Where the first `count` characters end, or the text does.
std::size_t end_of_characters(std::string_view text, std::size_t count);

/// `value.NAME`, or `value[NAME]` where NAME is a whole number. A pair has the members `grouper`
/// and `list`, which is what groupby makes pairs of.
value::Value member_of(const value::Value& value, std::string_view name);
/// The same along a path with dots: "user.name", "0.title".
value::Value member_along(const value::Value& value, std::string_view path);

}  // namespace tined::templates
