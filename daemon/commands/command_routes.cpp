#include "daemon/commands/command_routes.hpp"

#include <unistd.h>

#include <string>

#include "base/descriptor.hpp"
#include "daemon/site/configuration.hpp"
#include "handlers/routes_table.hpp"

namespace tined::daemon {

ExitCode command_routes(const Arguments& arguments, const Program& program) {
    const auto configuration = read_configuration(arguments, program);
    if (!configuration) {
        tell(configuration.error());
        return configuration.error().code;
    }
    const std::string table = handlers::routes_table(*(*configuration)->site);
    if (const auto written = base::write_whole(STDOUT_FILENO, table); !written) {
        tell(Failure(ExitCode::failed_at_work, written.error().what()));
        return ExitCode::failed_at_work;
    }
    return ExitCode::done;
}

}  // namespace tined::daemon
