// `tined check`: is this file right?
#pragma once

#include "daemon/commands/options.hpp"
#include "daemon/failure.hpp"
#include "daemon/site/program.hpp"

namespace tined::daemon {

/// Reads and compiles the file, looks for its user and its spool, and asks its `tests:`; says "ok"
/// on standard output, or every error on standard error.
ExitCode command_check(const Arguments& arguments, const Program& program);

}  // namespace tined::daemon
