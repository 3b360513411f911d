// `tined render`: one template, with JSON for its data, to standard output.
#pragma once

#include "daemon/commands/options.hpp"
#include "daemon/failure.hpp"

namespace tined::daemon {

/// Needs no tined.yaml. A template that is wrong is a wrong configuration (78), like one that a
/// site names; one that fails while it is rendered failed at work (1).
ExitCode command_render(const Options& options);

}  // namespace tined::daemon
