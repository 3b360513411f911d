// YAML text to tined's tree. The one file that knows yaml-cpp is yaml.cpp. What YAML does to
// beginners without a word, or with words that do not help, is told here by name, with its mend.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/node.hpp"

namespace tined::config {

/// Bytes of one file; what is larger is no configuration.
inline constexpr std::size_t most_yaml = 16 * 1024 * 1024;

/// The tree of one document. A null root is a file with nothing in it. Nothing is returned when
/// there is no whole tree; the reason is among the problems then. Problems alone do not mean
/// that there is no tree: what is wrong in itself is a refused node, and the rest can be read.
/// `file` must outlive the tree (Document::files).
std::optional<Node> parse_yaml(std::string_view file, std::string text, Problems& problems);

}  // namespace tined::config
