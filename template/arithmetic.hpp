// Python's arithmetic on numbers; integers have 64 bits and never wrap.
#pragma once

#include "template/filter.hpp"
#include "template/operators.hpp"
#include "value/value.hpp"

namespace tined::templates {

/// Both are numbers; booleans count as 0 and 1. Division by zero and a result past 64 bits are
/// errors. `join` is no arithmetic.
Result calculate(BinaryOperator sign, const value::Value& left, const value::Value& right);

}  // namespace tined::templates
