// What a start makes in the file system: the pid file, logs, the files of unix sockets. Whether it
// could is tried here without making, or opening, anything.
#pragma once

#include <string>
#include <vector>

#include "config/settings.hpp"

namespace tined::daemon {

/// One line for each place that the user who asks could not write: "log.to: ...". `file` stands
/// before those that have no place of their own. A socket or a pid file that a running tined holds
/// is right: the file may be checked for its next reload. What several could not tell apart, such
/// as a FIFO that nobody reads, only a start finds out.
std::vector<std::string> places_not_to_write(const config::Settings& settings,
                                             const std::string& file);

}  // namespace tined::daemon
