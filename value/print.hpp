// Values in Python's words, as Jinja2 prints them.
#pragma once

#include <cstddef>
#include <string>

#include "value/value.hpp"

namespace tined::value {

/// Bytes that a list, map or object may print to; past them "..." stands for the elements that are
/// left. A value may hold another twice, that one another twice, and so on: as a tree it has no
/// end.
inline constexpr std::size_t most_printed = std::size_t{16} << 20;

/// What {{ value }} writes: text as it is, all else as repr. Undefined writes nothing.
void print(const Value& value, std::string& out);

/// Python's repr(), which is how what stands inside a list or map is printed: 'a', "it's", True,
/// Undefined, Markup('<b>') for safe text. A callable is <callable NAME>, an object its members
/// as a map. What cannot be seen is escaped, \n \x00 \u200b; code points that Unicode has not
/// assigned are kept (Python escapes those that its own version does not know). A byte that is not
/// UTF-8 is \xNN.
void print_quoted(const Value& value, std::string& out);

/// Bytes that print_number() may write.
inline constexpr std::size_t longest_number = 32;

/// print() of an integer, a real or a boolean, to memory. Returns the end of what it wrote.
char* print_number(const Value& number, char* to);

/// The shortest digits that read back as the same number, with at least one after the point: 2.0,
/// 0.0001, 1e-05, 1e+16, inf, nan.
void print_real(double real, std::string& out);

}  // namespace tined::value
