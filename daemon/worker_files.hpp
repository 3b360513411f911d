// The files that a worker opens while it serves, as rules for its sandbox. All others it was given,
// or its master has read before: tined.yaml, the keys, mime.types, the logs, the sockets.
#pragma once

#include <vector>

#include "daemon/configuration.hpp"
#include "daemon/landlock.hpp"

namespace tined::daemon {

/// static folders, the folders of single files (`file:` may be replaced by a new one of its name),
/// templates, `spool`, and the time zones; in debug mode, whose pages show lines of them, the files
/// of the configuration.
std::vector<PathRule> worker_files(const Configuration& configuration);

}  // namespace tined::daemon
