// What a worker's sandbox lets it reach: the files that it opens while it serves, and what the file
// allows its modules besides. All other files it was given, or its master has read before:
// tined.yaml, the keys, mime.types, the logs, the sockets.
#pragma once

#include "daemon/sandbox/landlock.hpp"
#include "daemon/sandbox/seccomp_filter.hpp"
#include "daemon/site/configuration.hpp"

namespace tined::daemon {

/// static folders, the folders of single files (`file:` may be replaced by a new one of its name),
/// templates, `spool`, and the time zones; in debug mode, whose pages show lines of them, the files
/// of the configuration. And `paths` and `connect` of the modules, with what resolving names takes
/// if there are names among these.
Reach worker_reach(const Configuration& configuration);

/// The system calls that go with it.
SystemCalls worker_calls(const config::Settings& settings);

}  // namespace tined::daemon
