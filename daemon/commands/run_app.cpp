#include <fmt/format.h>

#include <string>
#include <utility>

#include "app/run.hpp"
#include "daemon/commands/run.hpp"
#include "daemon/upgrade/upgrade.hpp"
#include "handlers/handler_table.hpp"

namespace tined::app {
namespace {

std::string address_of(std::string_view host, int port) {
    const bool is_v6 = host.contains(':') && !host.starts_with('[');
    return is_v6 ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

}  // namespace

int run(std::string_view host, int port, const App& app, const RunOptions& options) {
    const std::string address = address_of(host, port);
    value::Map settings;
    settings.set("listen", address);
    if (options.workers) settings.set("workers", *options.workers);
    settings.set("debug", options.debug);
    settings.set("sandbox", options.sandbox);
    const daemon::Program program{
        .handlers = app.handlers(),
        .configuration =
            daemon::Program::Text{
                .name = fmt::format("{} ({})", daemon::program_path().native(), address),
                .yaml = app.configuration(settings)},
        .is_upgraded_on_change = options.reload};
    return static_cast<int>(daemon::run_program(program));
}

int run_command(int count, char** words, const std::function<void(Registry&)>& add_handlers) {
    daemon::Program program;
    Registry registry(program.handlers);
    add_handlers(registry);
    return static_cast<int>(daemon::run({words + 1, words + count}, program));
}

}  // namespace tined::app
