// The order of the language, in which routes are tried: longer hosts first, then paths segment by
// segment, the most particular first, then the regular expressions as they are written. For what
// tells people about routes; the router itself goes by its trie.
#pragma once

#include "handlers/route.hpp"

namespace tined::handlers {

/// Neither way for two that are told apart only by their place in the file.
bool is_tried_before(const Route& a, const Route& b);

}  // namespace tined::handlers
