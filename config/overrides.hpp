// `--set KEY=VALUE`: sets one single value of the configuration by its path, as errors write it:
// limits.body_size=1KiB, listen[0]=127.0.0.1:80, routes[2].get.text=hi, static["/a/"]=files.
#pragma once

#include <string_view>

#include "config/node.hpp"

namespace tined::config {

/// Sets the value in the tree, before it is read: mappings on the way are made where there are
/// none, and one item can be added at a list's end. VALUE is text as an unquoted one of the file
/// would be. What is wrong is told as a problem of the file "--set".
void apply_override(Document& document, std::string_view assignment, Problems& problems);

}  // namespace tined::config
