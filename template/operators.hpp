// What the operators of expressions do with values: Python's rules where there is one.
// Errors are in words; who evaluates adds the place.
#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "template/filter.hpp"
#include "value/value.hpp"

namespace tined::templates {

enum class UnaryOperator : std::uint8_t { negative, positive, logical_not };
enum class BinaryOperator : std::uint8_t {
    add,
    subtract,
    multiply,
    divide,
    floor_divide,
    modulo,
    power,
    join,  ///< ~: both as text
};
enum class LogicalOperator : std::uint8_t { logical_and, logical_or };
enum class CompareOperator : std::uint8_t {
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    in,
    not_in,
};

/// An integer that would leave 64 bits is an error, as is a text or list past the Evaluation's
/// bounds. Undefined operands are errors, but for `~`, which joins nothing. Safe text joined with
/// text that is not is safe: the other is escaped.
Result apply(BinaryOperator sign, const value::Value& left, const value::Value& right,
             const Evaluation& evaluation);
Result apply(UnaryOperator sign, const value::Value& operand);
/// What is within lists and maps is read on the meter's account; texts alone are on the caller's.
std::expected<bool, std::string> apply(CompareOperator sign, const value::Value& left,
                                       const value::Value& right, Meter& meter);
/// left == right, likewise.
std::expected<bool, std::string> equal(const value::Value& left, const value::Value& right,
                                       Meter& meter);

/// value[key]: an element from either end, an entry, a character, else undefined. An undefined
/// value is an error.
Result item_of(const value::Value& value, const value::Value& key);
/// value[from:to:step] of a list, a tuple or a text; null stands for what is not written.
Result slice_of(const value::Value& value, const value::Value& from, const value::Value& to,
                const value::Value& step);

/// The message for an undefined value that is used: "'user.name' is undefined".
std::string undefined_message(const value::Value& value);
/// The message for a kind that can't be what it is used as: "an integer", "a list".
std::string kind_with_article(const value::Value& value);

}  // namespace tined::templates
