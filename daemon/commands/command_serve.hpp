// `tined`: serve until told to stop.
#pragma once

#include "daemon/commands/options.hpp"
#include "daemon/failure.hpp"
#include "daemon/site/program.hpp"

namespace tined::daemon {

ExitCode command_serve(const Arguments& arguments, const Program& program);

}  // namespace tined::daemon
