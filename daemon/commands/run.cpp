#include "daemon/commands/run.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <exception>
#include <fstream>
#include <string>

#include "daemon/commands/command_check.hpp"
#include "daemon/commands/command_control.hpp"
#include "daemon/commands/command_explain.hpp"
#include "daemon/commands/command_new.hpp"
#include "daemon/commands/command_render.hpp"
#include "daemon/commands/command_routes.hpp"
#include "daemon/commands/command_serve.hpp"
#include "daemon/site/configuration.hpp"

namespace tined::daemon {
namespace {

// A program may be started with these closed. The next socket would then be number 2, and the log
// would be sent to a client.
void open_standard_descriptors() {
    int opened = 0;
    do {
        opened = ::open("/dev/null", O_RDWR);
    } while (opened >= 0 && opened <= STDERR_FILENO);
    if (opened >= 0) ::close(opened);
}

ExitCode told(const Failure& failure) {
    tell(failure);
    return failure.code;
}

ExitCode show_help(const Arguments& arguments, const Options& own) {
    const auto options = read_options(arguments, site_options(own));
    fmt::print("{}", options ? options->help : own.help);
    return ExitCode::done;
}

ExitCode render(const Arguments& arguments) {
    const auto options = read_options(arguments, {});
    return options ? command_render(*options) : told(options.error());
}

ExitCode choose(const Arguments& arguments, const Program& program) {
    const auto own = read_own_options(arguments);
    if (!own) return told(own.error());
    switch (own->command) {
        case Command::help:
            return show_help(arguments, *own);
        case Command::version:
            fmt::print("tined {}\n", TINED_VERSION);
            return ExitCode::done;
        case Command::render:
            return render(arguments);
        case Command::make_new:
            return command_new(arguments);
        case Command::check:
            return command_check(arguments, program);
        case Command::routes:
            return command_routes(arguments, program);
        case Command::explain:
            return command_explain(arguments, program);
        case Command::status:
        case Command::tasks:
        case Command::reload:
        case Command::upgrade:
        case Command::stop:
            return command_control(arguments, own->command);
        case Command::serve:
            return command_serve(arguments, program);
    }
    return ExitCode::failed_at_work;
}

/// What this process was started with, after its name.
Arguments own_words() {
    std::ifstream file("/proc/self/cmdline", std::ios::binary);
    Arguments words;
    for (std::string word; std::getline(file, word, '\0');) words.push_back(word);
    if (!words.empty()) words.erase(words.begin());
    return words;
}

template <typename Function>
ExitCode guarded(Function function) {
    open_standard_descriptors();
    try {
        return function();
    } catch (const std::exception& error) {
        return told(Failure(ExitCode::failed_at_work, error.what()));
    }
}

}  // namespace

ExitCode run(const Arguments& arguments, const Program& program) {
    return guarded([&] { return choose(arguments, program); });
}

ExitCode run_program(const Program& program) {
    return guarded([&] { return command_serve(own_words(), program); });
}

}  // namespace tined::daemon
