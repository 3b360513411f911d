#include "daemon/command_check.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "daemon/configuration.hpp"
#include "daemon/privileges.hpp"
#include "daemon/site_tests.hpp"

namespace tined::daemon {
namespace {

// What workers need besides the site. Whether their user may use it only a start can try.
std::vector<std::string> find_missing(const Configuration& configuration) {
    const config::Settings& settings = configuration.settings();
    std::vector<std::string> missing;
    if (settings.user) {
        if (const auto found = look_up(*settings.user); !found) missing = found.error().lines;
    }
    std::error_code error;
    if (!std::filesystem::is_directory(settings.server.spool, error)) {
        missing.push_back(fmt::format("spool: there is no folder {}", settings.server.spool));
    }
    for (std::string& line : missing) line = fmt::format("{}: {}", configuration.file, line);
    return missing;
}

}  // namespace

ExitCode command_check(const Arguments& arguments, const Program& program) {
    const auto configuration = read_configuration(arguments, program);
    if (!configuration) {
        tell(configuration.error());
        return configuration.error().code;
    }
    auto failed = find_missing(**configuration);
    if (failed.empty()) failed = run_site_tests(**configuration);
    if (!failed.empty()) {
        tell(Failure(ExitCode::wrong_configuration, std::move(failed)));
        return ExitCode::wrong_configuration;
    }
    fmt::print("ok\n");
    return ExitCode::done;
}

}  // namespace tined::daemon
