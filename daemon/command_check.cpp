#include "daemon/command_check.hpp"

#include <fmt/core.h>

#include "daemon/configuration.hpp"
#include "daemon/site_tests.hpp"

namespace tined::daemon {

ExitCode command_check(const Arguments& arguments) {
    const auto configuration = read_configuration(arguments);
    if (!configuration) {
        tell(configuration.error());
        return configuration.error().code;
    }
    auto failed = run_site_tests(**configuration);
    if (!failed.empty()) {
        tell(Failure(ExitCode::wrong_configuration, std::move(failed)));
        return ExitCode::wrong_configuration;
    }
    fmt::print("ok\n");
    return ExitCode::done;
}

}  // namespace tined::daemon
