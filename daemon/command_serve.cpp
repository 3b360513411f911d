#include "daemon/command_serve.hpp"

#include <unistd.h>

#include <utility>

#include "daemon/capabilities.hpp"
#include "daemon/configuration.hpp"
#include "daemon/line_output.hpp"
#include "daemon/supervisor.hpp"

namespace tined::daemon {

ExitCode command_serve(const Arguments& arguments) {
    // Before it reads anything: what it cannot read now it could not read at a reload.
    if (const auto kept = keep_masters_capabilities(); !kept) {
        tell(Failure(ExitCode::failed_at_work, kept.error().what()));
        return ExitCode::failed_at_work;
    }
    auto configuration = read_configuration(arguments);
    if (!configuration) {
        tell(configuration.error());
        return configuration.error().code;
    }
    LineOutput log(STDERR_FILENO);
    LineOutput access(STDOUT_FILENO);
    return Supervisor(arguments, std::move(*configuration), log, access).run();
}

}  // namespace tined::daemon
