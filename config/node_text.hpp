// A value of the configuration on one line, as a person would write it in YAML's flow style.
#pragma once

#include <string>

#include "config/node.hpp"

namespace tined::config {

/// For reading, not for parsing again: long texts are cut, and secrets stand as "(secret)".
std::string one_line(const Node& node);

}  // namespace tined::config
