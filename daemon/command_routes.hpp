// `tined routes`: what answers which path.
#pragma once

#include "daemon/failure.hpp"
#include "daemon/options.hpp"

namespace tined::daemon {

/// Prints the routes as tined decides between them: methods, path, action, file:line.
ExitCode command_routes(const Arguments& arguments);

}  // namespace tined::daemon
