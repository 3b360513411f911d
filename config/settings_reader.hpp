// Fills the settings from the root of the tree: every key of tined.yaml but those of the site.
#pragma once

#include <span>
#include <string_view>

#include "config/node.hpp"
#include "config/settings.hpp"

namespace tined::config {

/// Adds all that is wrong to `problems`. Keys of `site_keys` are left to others, and known.
/// `flags` are the names of tined's own flags, which no option of the site may take.
Settings read_settings(const Node& root, std::span<const std::string_view> site_keys,
                       std::span<const std::string_view> flags, Problems& problems);

}  // namespace tined::config
