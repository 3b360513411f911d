// A value for long use, of which each request reads all: laid out for that.
#pragma once

#include "value/value.hpp"

namespace tined::value {

/// An equal value whose text, lists and maps are made anew, in the order in which they are gone
/// through, and whose maps share each key that several of them have: what a table of rows of one
/// make is rendered from then lies in a third of the cache lines. Objects, callables and what is
/// nested deeper than most_nesting stay as they are.
Value compacted(const Value& value);

}  // namespace tined::value
