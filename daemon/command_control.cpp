#include "daemon/command_control.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "config/load.hpp"
#include "daemon/configuration.hpp"
#include "daemon/control_client.hpp"
#include "daemon/control_path.hpp"
#include "daemon/status_report.hpp"

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

void print(std::string_view json) {
    const auto printed = print_status(json);
    say(printed ? *printed : std::string(json));
}

// The file may be wrong, which a reload is asked for to find out: then its other faults are not in
// the way, for the master tells them.
std::optional<std::filesystem::path> named_socket(const Options& options, const std::string& file) {
    config::Problems ignored;
    const auto loaded = config::load(file, {.set = options.set, .flags = own_flags()}, ignored);
    if (loaded) return loaded->settings.control;
    // It is no YAML at all; the command line may still name the socket.
    constexpr std::string_view assignment = "control=";
    for (const std::string& one : options.set) {
        if (one.starts_with(assignment)) return one.substr(assignment.size());
    }
    return std::nullopt;
}

std::expected<ControlClient, Failure> connect(const Options& options) {
    const auto file = find_file(options);
    if (!file) return std::unexpected(file.error());
    return ControlClient::connect(control_candidates(named_socket(options, *file), *file),
                                  real_path(*file));
}

std::string_view words(const Options& options, Command command) {
    switch (command) {
        case Command::status:
            return "status";
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
    const bool is_for_people = command == Command::status && !options->is_json;
    const int code = client->ask(words(*options, command), is_for_people ? print : say, complain);
    if (command == Command::stop) client->wait_for_end();
    return static_cast<ExitCode>(code);
}

}  // namespace tined::daemon
