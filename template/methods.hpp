// The methods of Python's values that templates call: d.items(), s.upper(), ...
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "template/builtins.hpp"
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

// For the sources of methods.

struct MethodRow {
    std::string_view name;
    Method method;
};

std::span<const MethodRow> text_methods();

/// The arguments as a filter has them: what the method is called on is the first.
std::vector<value::Value> with_self(const value::Value& self, const value::Arguments& arguments);

/// A method that is the filter of that name.
template <const char* name>
Result by_filter(const Evaluation& evaluation, const value::Value& self,
                 const value::Arguments& arguments) {
    const std::vector<value::Value> positional = with_self(self, arguments);
    return (*evaluation.builtins.filter(name))(evaluation, {positional, arguments.named});
}

/// Python's `text.format(values)`: {} {0} {name} {0.member[key]}, !s and !r, and after a colon
/// [[fill]align][sign][#][0][width][,_][.precision][type]. In safe text what is put in is escaped.
Result format_braces(const Evaluation& evaluation, const value::Value& text,
                     const value::Arguments& arguments);

// Methods that cut texts: those named after them in methods_cutting.cpp.
Result split_text(const Evaluation&, const value::Value& self, const value::Arguments& arguments);
Result split_text_from_right(const Evaluation&, const value::Value& self,
                             const value::Arguments& arguments);
Result split_lines(const Evaluation&, const value::Value& self, const value::Arguments& arguments);
Result partition(const Evaluation&, const value::Value& self, const value::Arguments& arguments);
Result partition_from_right(const Evaluation&, const value::Value& self,
                            const value::Arguments& arguments);

}  // namespace tined::templates
