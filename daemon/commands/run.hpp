// The program behind main(): which command, and its exit code.
#pragma once

#include "daemon/commands/options.hpp"
#include "daemon/failure.hpp"
#include "daemon/site/program.hpp"

namespace tined::daemon {

/// `arguments` are what follows the program's name. Exceptions end here: one line, and code 1.
/// `program` outlives it.
ExitCode run(const Arguments& arguments, const Program& program);

/// Serves what `program` has in itself, which outlives it; its words are its own.
ExitCode run_program(const Program& program);

}  // namespace tined::daemon
