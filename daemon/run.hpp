// The program behind main(): which command, and its exit code.
#pragma once

#include "daemon/failure.hpp"
#include "daemon/options.hpp"

namespace tined::daemon {

/// `arguments` are what follows the program's name. Exceptions end here: one line, and code 1.
ExitCode run(const Arguments& arguments);

}  // namespace tined::daemon
