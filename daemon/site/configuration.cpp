#include "daemon/site/configuration.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "base/text.hpp"
#include "daemon/site/modules.hpp"

namespace tined::daemon {
namespace {

constexpr std::array<const char*, 2> places = {usual_file, "/etc/tined/tined.yaml"};

// A shortage of descriptors or memory says nothing of the file: a service manager tries again.
std::unexpected<Failure> wrong(const config::Problems& problems) {
    const auto code =
        problems.is_shortage() ? ExitCode::failed_at_work : ExitCode::wrong_configuration;
    return std::unexpected(Failure(code, problems.lines()));
}

// Either flag alone replaces `listen` as well; the other half is then the default's.
void override_listen(const Options& options, config::Settings& settings) {
    if (!options.host && !options.port) return;
    const auto defaults = std::get<config::TcpAddress>(config::Settings().listen.front().address);
    const std::string_view flag = options.host ? "--host" : "--port";
    config::Listen listen;
    listen.address = config::TcpAddress{options.host.value_or(defaults.host),
                                        options.port.value_or(defaults.port)};
    listen.place.file = flag;
    listen.forwarded_by = settings.forwarded_by;
    settings.listen = {std::move(listen)};
}

using Made = std::expected<std::unique_ptr<Configuration>, Failure>;

Made compile(std::unique_ptr<Configuration> made, const Program& program,
             config::Problems& problems) {
    made->access = std::make_unique<handlers::AccessFormat>(made->settings(), problems);
    made->handlers = program.handlers;
    made->modules = versions_of(made->settings().modules);
    look_into_modules(made->settings(), made->handlers, problems);
    made->site = handlers::Site::read(made->loaded, made->handlers, problems);
    if (!problems.empty() || made->site == nullptr) return wrong(problems);
    return made;
}

Made read_text(const Program::Text& text, const Program& program) {
    config::Problems problems;
    auto made = std::make_unique<Configuration>();
    made->file = text.name;
    auto loaded = config::load_text(text.name, text.yaml, problems);
    if (!loaded) return wrong(problems);
    made->loaded = std::move(*loaded);
    return compile(std::move(made), program, problems);
}

}  // namespace

std::optional<config::Loaded> load(const Options& options, const std::string& file,
                                   config::Problems& problems) {
    return config::load(file, {.set = options.set, .flags = own_flags()}, problems);
}

void override_settings(const Options& options, config::Settings& settings) {
    override_listen(options, settings);
    if (options.workers) settings.workers = options.workers;
    if (options.debug) settings.debug = *options.debug;
    if (options.log_level) settings.log.level = *options.log_level;
    if (options.pid_file) settings.pid_file = options.pid_file;
    for (const auto& [name, value] : options.of_site) {
        for (config::Option& option : settings.options) {
            if (option.name == name) option.value = value;
        }
    }
}

std::expected<std::string, Failure> find_file(const Options& options) {
    if (options.config) return *options.config;
    for (const char* const place : places) {
        if (::access(place, F_OK) == 0) return place;
    }
    return std::unexpected(
        Failure(ExitCode::wrong_configuration,
                fmt::format("there is no ./{} and no {}; name a file with --config", places[0],
                            places[1])));
}

std::expected<std::unique_ptr<Configuration>, Failure> read_configuration(
    const Arguments& arguments, const Program& program) {
    if (program.configuration) return read_text(*program.configuration, program);
    const auto own = read_own_options(arguments);
    if (!own) return std::unexpected(own.error());
    const auto file = find_file(*own);
    if (!file) {
        // Without a file there are no options of a site either: a mistyped flag comes first.
        const auto all = read_options(arguments, {});
        return std::unexpected(all ? file.error() : all.error());
    }
    config::Problems problems;
    auto made = std::make_unique<Configuration>();
    made->file = *file;
    auto loaded = load(*own, *file, problems);
    if (!loaded) return wrong(problems);
    made->loaded = std::move(*loaded);
    config::Settings& settings = made->loaded.settings;
    auto options = read_options(arguments, settings.options);
    if (!options && problems.empty()) return std::unexpected(options.error());
    if (options) override_settings(*options, settings);
    return compile(std::move(made), program, problems);
}

config::OptionTable site_options(const Options& options) {
    const auto file = find_file(options);
    if (!file) return {};
    config::Problems ignored;  // `tined check` tells them
    auto loaded = load(options, *file, ignored);
    return loaded ? std::move(loaded->settings.options) : config::OptionTable();
}

}  // namespace tined::daemon
