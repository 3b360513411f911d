// `tined routes`: what answers which path.
#pragma once

#include "daemon/commands/options.hpp"
#include "daemon/failure.hpp"
#include "daemon/site/program.hpp"

namespace tined::daemon {

/// Prints the routes as tined decides between them: methods, path, action, file:line.
ExitCode command_routes(const Arguments& arguments, const Program& program);

}  // namespace tined::daemon
