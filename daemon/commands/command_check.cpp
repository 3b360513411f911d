#include "daemon/commands/command_check.hpp"

#include <fmt/core.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/descriptor.hpp"
#include "base/text.hpp"
#include "daemon/sandbox/privileges.hpp"
#include "daemon/site/child_work.hpp"
#include "daemon/site/configuration.hpp"
#include "daemon/site/modules.hpp"
#include "daemon/site/places_to_write.hpp"
#include "daemon/site/site_tests.hpp"

namespace tined::daemon {
namespace {

constexpr std::chrono::seconds patience_with_tests{30};
constexpr std::size_t most_told = 1024 * 1024;
// The child's last line: none is missing.
constexpr std::string_view all_told = ".";

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

// In a child, for the handlers of modules may do anything.
std::vector<std::string> run_tests(Configuration& configuration) {
    if (configuration.site->tests().empty()) return {};
    const auto work = in_child(
        [&configuration](int pipe) {
            auto lines =
                load_modules(configuration.settings().modules, configuration.handlers, nullptr);
            if (lines.empty()) lines = run_site_tests(configuration);
            lines.emplace_back(all_told);
            static_cast<void>(base::write_whole(pipe, base::join(lines, "\n")));
        },
        patience_with_tests, most_told, Inherits::descriptors);
    if (!work) return {work.error().what()};
    std::vector<std::string> lines;
    for (const auto line : base::split(work->told, '\n')) lines.emplace_back(line);
    if (lines.back() == all_told) {
        lines.pop_back();
        return lines;
    }
    const std::string end = work->exit ? base::describe(*work->exit) : "took more than 30 s";
    return {fmt::format("{}: the child that asked the tests {}", configuration.file, end)};
}

}  // namespace

ExitCode command_check(const Arguments& arguments, const Program& program) {
    const auto configuration = read_configuration(arguments, program);
    if (!configuration) {
        tell(configuration.error());
        return configuration.error().code;
    }
    auto failed = find_missing(**configuration);
    if (failed.empty()) failed = run_tests(**configuration);
    if (!failed.empty()) {
        tell(Failure(ExitCode::wrong_configuration, std::move(failed)));
        return ExitCode::wrong_configuration;
    }
    // The file may be right for another machine, or another user: the code is that of a start.
    auto unwritable = places_not_to_write((*configuration)->settings(), (*configuration)->file);
    if (!unwritable.empty()) {
        tell(Failure(ExitCode::failed_at_work, std::move(unwritable)));
        return ExitCode::failed_at_work;
    }
    fmt::print("ok\n");
    return ExitCode::done;
}

}  // namespace tined::daemon
