// The command line, as plain values. The site's own options are flags too, so it is read twice:
// first without them, for what says which file to read and how (--config, --set), then with the
// table that the file gave.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "config/options.hpp"
#include "daemon/failure.hpp"

namespace tined::daemon {

enum class Command {
    serve,
    check,
    routes,
    explain,
    render,
    make_new,  ///< `tined new`
    status,    ///< this and those that follow are asked of the running master
    tasks,
    reload,
    upgrade,
    stop,
    version,
    help,
};

/// What follows `tined render`.
struct RenderOptions {
    std::string name;                 ///< of the template
    std::optional<std::string> data;  ///< a file with JSON, or "-"
    std::optional<std::string> folder;
    bool autoescape = true;
};

/// What follows `tined explain`.
struct ExplainOptions {
    std::string method;
    std::string url;                   ///< or a path
    std::vector<std::string> headers;  ///< NAME: VALUE of each --header
};

/// What follows `tined new`.
struct NewOptions {
    std::string what;  ///< "module"
    std::string name;
};

struct Options {
    Command command = Command::serve;
    std::optional<std::string> config;
    std::optional<std::string> host;
    std::optional<std::uint16_t> port;
    std::optional<unsigned> workers;
    std::optional<bool> debug;
    std::optional<log::Level> log_level;
    std::optional<std::filesystem::path> pid_file;
    std::vector<std::string> set;  ///< KEY=VALUE of each --set
    RenderOptions render;
    ExplainOptions explain;
    NewOptions make;
    bool is_json = false;       ///< status, tasks and explain: --json
    bool is_rehearsal = false;  ///< `tined upgrade --check`
    std::vector<std::pair<std::string, value::Value>> of_site;  ///< those that were given
    std::string help;                                           ///< the page, with Command::help
};

/// What was typed after the program's name.
using Arguments = std::vector<std::string>;

/// Leaves out what it does not know: it may be the site's.
std::expected<Options, Failure> read_own_options(const Arguments& arguments);

/// All must be known: tined's own, or in the site's table. The failure names the nearest that is.
std::expected<Options, Failure> read_options(const Arguments& arguments,
                                             const config::OptionTable& site);

/// The names of tined's own flags, which the site's options may not have.
std::span<const std::string_view> own_flags() noexcept;

}  // namespace tined::daemon
