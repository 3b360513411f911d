// Values over several lines, for a person who looks for what is in them.
#pragma once

#include <cstddef>
#include <string>

#include "value/value.hpp"

namespace tined::value {

/// Appends what Python's pprint.pformat() makes: as print_quoted() where that fits into 80 columns,
/// else an element a line, with maps in the order of their keys, and long text in pieces. False as
/// soon as more than `most` bytes have been appended.
bool print_pretty(const Value& value, std::string& out, std::size_t most);

}  // namespace tined::value
