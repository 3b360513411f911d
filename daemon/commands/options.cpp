#include "daemon/commands/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/nearest.hpp"
#include "base/text.hpp"
#include "daemon/commands/flag_values.hpp"
#include "value/json.hpp"

namespace tined::daemon {
namespace {

constexpr std::array<std::string_view, 10> flags = {
    "config", "host", "port", "workers", "debug", "log-level", "pid-file", "set", "help", "version",
};

constexpr std::array<std::pair<std::string_view, Command>, 10> commands = {{
    {"check", Command::check},
    {"routes", Command::routes},
    {"explain", Command::explain},
    {"render", Command::render},
    {"new", Command::make_new},
    {"status", Command::status},
    {"tasks", Command::tasks},
    {"reload", Command::reload},
    {"upgrade", Command::upgrade},
    {"stop", Command::stop},
}};

Failure wrong(std::string line) { return Failure(ExitCode::wrong_command_line, std::move(line)); }

/// The parser with the variables that it fills.
class Parser {
public:
    explicit Parser(const config::OptionTable* site) : site_(site) {
        app_.set_help_flag();
        app_.allow_extras();
        app_.add_flag("-h,--help", is_help_, "show this page");
        app_.add_flag("--version", is_version_, "show the version");
        add_own();
        add_commands();
        if (site_ != nullptr) add_site();
    }

    std::expected<Options, Failure> parse(const Arguments& arguments) {
        try {
            app_.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
        } catch (const CLI::ParseError& error) {
            // Some of its messages have several lines; the first says what is wrong.
            const std::string what = error.what();
            return std::unexpected(wrong(what.substr(0, what.find('\n'))));
        }
        if (auto unknown = why_unknown()) return std::unexpected(wrong(std::move(*unknown)));
        options_.command = command();
        options_.render.autoescape = !escapes_nothing_;
        if (auto bad = take_own()) return std::unexpected(wrong(std::move(*bad)));
        if (options_.command == Command::help) options_.help = app_.help("tined");
        if (auto bad = take_site()) return std::unexpected(wrong(std::move(*bad)));
        return std::move(options_);
    }

private:
    void add_own() {
        app_.add_option("-c,--config", options_.config,
                        "the file; ./tined.yaml, then /etc/tined/tined.yaml, if none is named")
            ->type_name("FILE");
        app_.add_option("--host", options_.host, "listen here instead of where the file says")
            ->type_name("HOST");
        app_.add_option("--port", port_, "likewise; 0: any free port")->type_name("PORT");
        app_.add_option("--workers", workers_, "event loops, one a process; auto: one a core")
            ->type_name("N");
        app_.add_flag("--debug", debug_,
                      "for who writes the site: edits take effect at once, error pages tell all");
        app_.add_option("--log-level", log_level_, "debug, info, warning or error")
            ->type_name("LEVEL");
        app_.add_option("--pid-file", options_.pid_file, "holds the master's pid")
            ->type_name("FILE");
        app_.add_option("--set", options_.set, "set any single value of the file, by its path")
            ->type_name("KEY=VALUE")
            ->take_all()
            ->allow_extra_args(false);
        app_.add_flag("-t", is_check_, "the same as the command check");
    }

    void add_commands() {
        app_.require_subcommand(0, 1);
        add_command("check", "read the file, compile all, run its tests: ok, or every error");
        add_command("routes", "print the routes as tined decides between them");
        add_explain();
        add_command("status", "what the running tined of this file does")
            .add_flag("--json", options_.is_json, "for programs");
        add_command("tasks", "what the coroutines of its workers wait for, where, since when")
            .add_flag("--json", options_.is_json, "for programs");
        add_command("reload", "have it read the file again; wait, and say what came of it");
        add_command("upgrade", "have the program that is installed now take its place")
            .add_flag("--check", options_.is_rehearsal, "only try whether it could");
        add_command("stop", "have it finish its requests and end; wait for that");
        CLI::App& make = add_command("new", "write a folder with a module in C++: new module NAME");
        make.add_option("WHAT", options_.make.what, "module");
        make.add_option("NAME", options_.make.name, "of the module, and of its folder");
        CLI::App& render = add_command("render", "render one template to standard output");
        render.add_option("TEMPLATE", options_.render.name, "a file; -: standard input");
        render.add_option("DATA", options_.render.data, "a file with JSON; -: standard input");
        render
            .add_option("--templates", options_.render.folder, "TEMPLATE is a name in this folder")
            ->type_name("DIR");
        render.add_flag("--no-autoescape", escapes_nothing_, "escape nothing");
    }

    void add_explain() {
        CLI::App& explain =
            add_command("explain", "say what would answer a request, why, and by which lines");
        explain.add_option("METHOD", options_.explain.method, "GET, POST, ...");
        explain.add_option("URL", options_.explain.url, "or a path of any host");
        explain.add_option("--header", options_.explain.headers, "sent with it")
            ->type_name("'NAME: VALUE'")
            ->take_all()
            ->allow_extra_args(false);
        explain.add_flag("--json", options_.is_json, "for programs");
    }

    CLI::App& add_command(const char* name, const char* help) {
        CLI::App* const command = app_.add_subcommand(name, help);
        command->set_help_flag();
        command->fallthrough();
        command->allow_extras();
        command->footer(
            "It takes tined's own options too, such as --config and --set: see tined --help.\n");
        return *command;
    }

    void add_site() {
        for (const config::Option& option : *site_) {
            std::string names = "--" + option.name;
            std::string dashed = names;
            std::ranges::replace(dashed, '_', '-');
            if (dashed != names) names += "," + dashed;
            const bool is_flag = option.type == config::OptionType::boolean;
            std::string& text = texts_[option.name];
            CLI::Option* const added = is_flag ? app_.add_flag(names, text, option.help)
                                               : app_.add_option(names, text, option.help);
            added->group("Options of the site");
            if (!is_flag) added->type_name(std::string(config::name_of(option.type)));
            if (!option.is_secret && option.value.kind() != value::Kind::null) {
                std::string shown;
                value::write_json(option.value, shown);
                added->description(fmt::format("{} (default: {})", option.help, shown));
            }
            site_options_.push_back(added);
        }
    }

    Command command() const {
        if (is_help_) return Command::help;
        if (is_version_) return Command::version;
        if (is_check_) return Command::check;
        for (const auto& [name, command] : commands) {
            if (app_.got_subcommand(std::string(name))) return command;
        }
        return Command::serve;
    }

    /// In words, the first argument that nobody takes.
    std::optional<std::string> why_unknown() const {
        if (site_ == nullptr) return std::nullopt;
        const std::vector<std::string> extras = app_.remaining(true);
        if (extras.empty()) return std::nullopt;
        const std::string word = extras.front().substr(0, extras.front().find('='));
        const bool is_option = word.starts_with("-");
        std::vector<std::string_view> known;
        if (is_option) known.assign(flags.begin(), flags.end());
        for (const auto& [name, unused] : commands) {
            if (!is_option) known.push_back(name);
        }
        for (const config::Option& option : *site_) {
            if (is_option) known.push_back(option.name);
        }
        const std::size_t dashes = std::min(word.find_first_not_of('-'), word.size());
        const auto near = base::nearest(std::string_view(word).substr(dashes), known);
        if (!is_option && (word.ends_with(".yaml") || word.ends_with(".yml"))) {
            const std::string file = base::escape_for_message(word);
            return fmt::format("unknown command {0}; did you mean --config {0}?", file);
        }
        const std::string hint =
            near ? fmt::format("; did you mean {}{}?", is_option ? "--" : "", *near) : "";
        return fmt::format("unknown {} {}{}", is_option ? "option" : "command",
                           base::escape_for_message(word), hint);
    }

    template <typename Value, typename Parse>
    static std::optional<std::string> take(std::string_view flag,
                                           const std::optional<std::string>& text,
                                           std::optional<Value>& to, Parse parse) {
        if (!text) return std::nullopt;
        auto value = parse(*text);
        if (!value) return fmt::format("{}: {}", flag, value.error());
        to = *value;
        return std::nullopt;
    }

    std::optional<std::string> take_own() {
        auto bad = take("--port", port_, options_.port, parse_port);
        if (!bad) bad = take("--workers", workers_, options_.workers, parse_workers);
        if (!bad) bad = take("--debug", debug_, options_.debug, parse_truth);
        if (!bad) bad = take("--log-level", log_level_, options_.log_level, parse_level);
        for (const std::string& assignment : options_.set) {
            if (bad || assignment.find('=') != std::string::npos) continue;
            bad = fmt::format("--set: expected KEY=VALUE, found \"{}\"",
                              base::escape_for_message(assignment));
        }
        if (!bad && options_.command == Command::render && options_.render.name.empty()) {
            bad = "render: TEMPLATE is required";
        }
        if (!bad && options_.command == Command::explain && options_.explain.url.empty()) {
            bad = "explain: METHOD and URL are required, as in tined explain GET /";
        }
        return bad;
    }

    std::optional<std::string> take_site() {
        for (std::size_t i = 0; i < site_options_.size(); ++i) {
            if (site_options_[i]->count() == 0) continue;
            const config::Option& option = (*site_)[i];
            auto value = config::parse_option(option, texts_[option.name]);
            if (!value) return fmt::format("--{}: {}", option.name, value.error());
            options_.of_site.emplace_back(option.name, std::move(*value));
        }
        return std::nullopt;
    }

    const config::OptionTable* site_;
    Options options_;
    std::optional<std::string> port_;  // as typed, like those that follow
    std::optional<std::string> workers_;
    std::optional<std::string> debug_;
    std::optional<std::string> log_level_;
    bool is_help_ = false;
    bool is_version_ = false;
    bool is_check_ = false;
    bool escapes_nothing_ = false;
    std::map<std::string, std::string> texts_;  // of the site's options; its nodes do not move
    std::vector<CLI::Option*> site_options_;    // in the table's order
    CLI::App app_{"tined: a site from tined.yaml, served by a master and one worker a core"};
};

}  // namespace

std::expected<Options, Failure> read_own_options(const Arguments& arguments) {
    return Parser(nullptr).parse(arguments);
}

std::expected<Options, Failure> read_options(const Arguments& arguments,
                                             const config::OptionTable& site) {
    return Parser(&site).parse(arguments);
}

std::span<const std::string_view> own_flags() noexcept { return flags; }

}  // namespace tined::daemon
