// From the command line to all that a configuration means: read, overridden, checked, compiled.
// Made anew for each reload; one that fails changes nothing.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/load.hpp"
#include "daemon/commands/options.hpp"
#include "daemon/failure.hpp"
#include "daemon/site/module_versions.hpp"
#include "daemon/site/program.hpp"
#include "handlers/access_line.hpp"
#include "handlers/site.hpp"

namespace tined::daemon {

/// Why a configuration stands in for the one that the file should have (stand_in.hpp).
struct Trouble {
    std::vector<std::string> lines;    ///< what is wrong
    std::vector<std::string> folders;  ///< where it may be mended, besides the file's own text
    std::vector<std::string> files;
};

/// One reading of the file. The members stand in the order of their making: the site looks into
/// `loaded` and `handlers`.
struct Configuration {
    std::string file;
    config::Loaded loaded;
    std::vector<ModuleVersion> modules;  ///< as they were when they were asked for handlers
    handlers::HandlerTable handlers;
    std::unique_ptr<handlers::Site> site;
    std::unique_ptr<handlers::AccessFormat> access;

    std::optional<Trouble> trouble;  ///< what serves only stands in for the file's site

    const config::Settings& settings() const noexcept { return loaded.settings; }
};

/// What a site's file is called, looked for in the folder where tined is started.
inline constexpr const char* usual_file = "tined.yaml";

/// What the file has, with all that is wrong in it added to `problems`.
std::optional<config::Loaded> load(const Options& options, const std::string& file,
                                   config::Problems& problems);
/// What the flags say instead of it.
void override_settings(const Options& options, config::Settings& settings);

/// The file that `options` name, or the first of those that tined looks for.
std::expected<std::string, Failure> find_file(const Options& options);

/// Never null. All errors of the file at once; a wrong command line only when the file is right,
/// for it says which options there are. A program that has its configuration in itself is asked for
/// nothing else: `arguments` are then its own.
std::expected<std::unique_ptr<Configuration>, Failure> read_configuration(
    const Arguments& arguments, const Program& program);

/// The table of the site's options, for `--help`; empty if there is no file, or a broken one.
config::OptionTable site_options(const Options& options);

}  // namespace tined::daemon
