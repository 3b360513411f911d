// What `tined routes` prints: the routes as a table, in the order in which the router tries them
// where it has one, with the place of each in the file.
#pragma once

#include <string>

#include "handlers/site.hpp"

namespace tined::handlers {

/// One line for each action: methods, path (with its host), what answers, FILE:LINE.
std::string routes_table(const Site& site);

}  // namespace tined::handlers
