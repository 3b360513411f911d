#include "daemon/run.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <exception>

#include "daemon/command_check.hpp"
#include "daemon/command_control.hpp"
#include "daemon/command_explain.hpp"
#include "daemon/command_render.hpp"
#include "daemon/command_routes.hpp"
#include "daemon/command_serve.hpp"
#include "daemon/configuration.hpp"

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

ExitCode choose(const Arguments& arguments) {
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
        case Command::check:
            return command_check(arguments);
        case Command::routes:
            return command_routes(arguments);
        case Command::explain:
            return command_explain(arguments);
        case Command::status:
        case Command::reload:
        case Command::upgrade:
        case Command::stop:
            return command_control(arguments, own->command);
        case Command::serve:
            return command_serve(arguments);
    }
    return ExitCode::failed_at_work;
}

}  // namespace

ExitCode run(const Arguments& arguments) {
    open_standard_descriptors();
    try {
        return choose(arguments);
    } catch (const std::exception& error) {
        return told(Failure(ExitCode::failed_at_work, error.what()));
    }
}

}  // namespace tined::daemon
