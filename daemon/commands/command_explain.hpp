// `tined explain METHOD URL`: what would answer a request, and by which lines.
#pragma once

#include "daemon/commands/options.hpp"
#include "daemon/failure.hpp"
#include "daemon/site/program.hpp"

namespace tined::daemon {

/// Reads and compiles the file, asks its routes, and prints every candidate, why it lost, and all
/// that is in force for the one that answers. That nothing answers is an answer too (0).
ExitCode command_explain(const Arguments& arguments, const Program& program);

}  // namespace tined::daemon
