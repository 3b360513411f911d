// `tined new module NAME`: writes a folder with a module that builds, is tested, and has its route.
#pragma once

#include "daemon/commands/options.hpp"
#include "daemon/failure.hpp"

namespace tined::daemon {

/// Makes the folder NAME where tined is started; one that is there already is left alone, and is an
/// error. Says on standard output what to do next.
ExitCode command_new(const Arguments& arguments);

}  // namespace tined::daemon
