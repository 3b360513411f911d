// `tined`: serve until told to stop.
#pragma once

#include "daemon/failure.hpp"
#include "daemon/options.hpp"
#include "daemon/program.hpp"

namespace tined::daemon {

ExitCode command_serve(const Arguments& arguments, const Program& program);

}  // namespace tined::daemon
