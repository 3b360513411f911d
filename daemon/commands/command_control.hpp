// `tined status`, `tasks`, `reload`, `upgrade` and `stop`: asked of the running master of the same
// file, over its control socket. Each waits until it is done and gives the truth as exit code.
#pragma once

#include "daemon/commands/options.hpp"
#include "daemon/failure.hpp"

namespace tined::daemon {

/// `command` is one of those five.
ExitCode command_control(const Arguments& arguments, Command command);

}  // namespace tined::daemon
