// The methods of Python's values that templates call: d.items(), s.upper(), ...
#pragma once

#include <string>
#include <string_view>

#include "template/filter.hpp"
#include "value/value.hpp"

namespace tined::templates {

/// `arguments` are those in the parentheses.
using Method = Result (*)(const Evaluation& evaluation, const value::Value& self,
                          const value::Arguments& arguments);

/// Null if values of this kind have none of this name. They have those of Python that change
/// nothing and that templates have been seen to use.
const Method* find_method(const value::Value& value, std::string_view name);
/// The error for a method that is not there.
std::string unknown_method(const value::Value& value, std::string_view name);

}  // namespace tined::templates
