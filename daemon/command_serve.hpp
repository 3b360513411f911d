// `tined`: serve until told to stop.
#pragma once

#include "daemon/failure.hpp"
#include "daemon/options.hpp"

namespace tined::daemon {

ExitCode command_serve(const Arguments& arguments);

}  // namespace tined::daemon
