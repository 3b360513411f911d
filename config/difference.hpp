// What changed from one reading of the configuration to the next, for the person who asked for a
// reload: settings by their keys, of lists of mappings (routes, above all) only how many.
#pragma once

#include <string>
#include <vector>

#include "config/node.hpp"

namespace tined::config {

/// A line for each: "workers: 2 -> 4", "log.access.format: set to off", "spool: not set any more",
/// "routes: 2 added, 1 removed, 1 changed". Secrets are "changed". Places do not count, nor the
/// order of mappings. Members of a list of mappings are known by their `path`, else by their turn.
std::vector<std::string> differences(const Node& before, const Node& after);

}  // namespace tined::config
