#include "daemon/commands/command_control.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/load.hpp"
#include "daemon/control/control_client.hpp"
#include "daemon/control/control_path.hpp"
#include "daemon/control/status_report.hpp"
#include "daemon/control/task_report.hpp"
#include "daemon/site/configuration.hpp"

namespace tined::daemon {
namespace {

void complain(std::string_view line) {
    std::fflush(stdout);
    tell(Failure(ExitCode::failed_at_work, std::string(line)));
}

void say(std::string_view line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);  // `tined upgrade | tee` shall show each as it comes
}

// What a master of another version says may be of another shape: then it is shown as it is.
void print(std::string_view json) {
    auto printed = print_status(json);
    if (!printed) printed = print_tasks(json);
    say(printed ? *printed : std::string(json));
}

/// What the file says of itself, and where its master may be.
struct Target {
    std::optional<std::string> file;  ///< its real path; nothing: there is none
    std::vector<std::filesystem::path> places;
    std::vector<std::string> problems;  ///< of the file
};

std::optional<std::filesystem::path> set_on_command_line(const Options& options) {
    constexpr std::string_view assignment = "control=";
    for (const std::string& one : options.set) {
        if (one.starts_with(assignment)) return one.substr(assignment.size());
    }
    return std::nullopt;
}

// The file may be wrong, or gone: the master runs all the same, and is looked for by what can be
// known. Its faults are told if it is not found; a reload has them told by the master.
Target find_target(const Options& options) {
    Target target;
    const auto file = find_file(options);
    auto set = set_on_command_line(options);
    if (!file) {
        target.problems = file.error().lines;
        if (set) {
            target.places.push_back(std::move(*set));
        } else {  // it was here when `tined` was started in this folder
            target.file = real_path(usual_file);
            target.places = control_candidates({}, usual_file);
        }
        return target;
    }
    config::Problems problems;
    const auto loaded = config::load(*file, {.set = options.set, .flags = own_flags()}, problems);
    for (const auto& problem : problems.sorted()) target.problems.push_back(problem.to_string());
    target.file = real_path(*file);
    // Who names the place means that master and no other: `stop` must not find the next one.
    if (set) {
        target.places.push_back(loaded ? loaded->settings.control.value_or(*set) : *set);
    } else {
        target.places = control_candidates(loaded ? loaded->settings.control : std::nullopt, *file);
    }
    return target;
}

std::expected<ControlClient, Failure> connect(const Options& options) {
    Target target = find_target(options);
    if (target.places.empty()) {
        return std::unexpected(Failure(ExitCode::wrong_configuration, std::move(target.problems)));
    }
    auto client = ControlClient::connect(target.places, target.file);
    if (client || target.problems.empty()) return client;
    Failure failure(ExitCode::wrong_configuration, std::move(target.problems));
    for (std::string& line : client.error().lines) failure.lines.push_back(std::move(line));
    return std::unexpected(std::move(failure));
}

std::string_view words(const Options& options, Command command) {
    switch (command) {
        case Command::status:
            return "status";
        case Command::tasks:
            return "tasks";
        case Command::reload:
            return "reload";
        case Command::upgrade:
            return options.is_rehearsal ? "upgrade check" : "upgrade";
        case Command::stop:
            return "stop";
        case Command::serve:
        case Command::check:
        case Command::routes:
        case Command::explain:
        case Command::render:
        case Command::make_new:
        case Command::version:
        case Command::help:
            break;
    }
    return {};
}

}  // namespace

ExitCode command_control(const Arguments& arguments, Command command) {
    // The site's own options mean nothing to a master that runs; and a mistyped flag must not do
    // what was not meant: `upgrade --chek` is no upgrade.
    const auto options = read_options(arguments, {});
    auto client = options ? connect(*options) : std::unexpected(options.error());
    if (!client) {
        tell(client.error());
        return client.error().code;
    }
    const bool is_asked = command == Command::status || command == Command::tasks;
    const bool is_for_people = is_asked && !options->is_json;
    const int code = client->ask(words(*options, command), is_for_people ? print : say, complain);
    if (command == Command::stop) client->wait_for_end();
    return static_cast<ExitCode>(code);
}

}  // namespace tined::daemon
