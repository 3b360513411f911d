// Values in Python's words, as Jinja2 prints them.
#pragma once

#include <string>

#include "value/value.hpp"

namespace tined::value {

/// What {{ value }} writes: text as it is, all else as repr. Undefined writes nothing.
void print(const Value& value, std::string& out);

/// Python's repr(), which is how what stands inside a list or map is printed: 'a', "it's", True,
/// Undefined, Markup('<b>') for safe text. A callable is <callable NAME>, an object its members
/// as a map. What cannot be seen is escaped, \n \x00 \u200b; code points that Unicode has not
/// assigned are kept (Python escapes those that its own version does not know). A byte that is not
/// UTF-8 is \xNN.
void print_quoted(const Value& value, std::string& out);

/// The shortest digits that read back as the same number, with at least one after the point: 2.0,
/// 0.0001, 1e-05, 1e+16, inf, nan.
void print_real(double real, std::string& out);

}  // namespace tined::value
