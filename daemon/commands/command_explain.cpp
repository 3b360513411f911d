#include "daemon/commands/command_explain.hpp"

#include <unistd.h>

#include <chrono>
#include <string>

#include "base/descriptor.hpp"
#include "base/text.hpp"
#include "daemon/site/configuration.hpp"
#include "handlers/explanation.hpp"
#include "handlers/made_request.hpp"
#include "value/json.hpp"

namespace tined::daemon {
namespace {

Failure wrong(std::string line) { return Failure(ExitCode::wrong_command_line, std::move(line)); }

/// "Name: value" of each --header.
std::expected<handlers::RequestWords, Failure> words_of(const ExplainOptions& options) {
    handlers::RequestWords words{options.method, options.url, {}, {}};
    for (const std::string& header : options.headers) {
        const auto halves = base::split_once(header, ':');
        if (!halves) {
            return std::unexpected(wrong("--header: expected NAME: VALUE, found \"" +
                                         base::escape_for_message(header) + "\""));
        }
        words.headers.emplace_back(halves->before, base::trim(halves->after));
    }
    return words;
}

std::string written(const handlers::Explanation& explanation, bool is_json) {
    if (!is_json) return handlers::to_text(explanation);
    std::string text;
    value::write_json(handlers::to_value(explanation), text);
    return text + "\n";
}

std::expected<void, Failure> explain(const Arguments& arguments, const Program& program) {
    const auto configuration = read_configuration(arguments, program);
    if (!configuration) return std::unexpected(configuration.error());
    const config::Loaded& loaded = (*configuration)->loaded;
    const auto options = read_options(arguments, loaded.settings.options);
    if (!options) return std::unexpected(options.error());
    const auto words = words_of(options->explain);
    if (!words) return std::unexpected(words.error());
    const auto made = handlers::MadeRequest::make(*words, std::chrono::system_clock::now());
    if (!made) return std::unexpected(wrong("explain: " + made.error()));
    const auto explanation = handlers::explain(*(*configuration)->site, loaded, (*made)->request(),
                                               options->debug ? "--debug" : "");
    const std::string text = written(explanation, options->is_json);
    if (const auto done = base::write_whole(STDOUT_FILENO, text); !done) {
        return std::unexpected(Failure(ExitCode::failed_at_work, done.error().what()));
    }
    return {};
}

}  // namespace

ExitCode command_explain(const Arguments& arguments, const Program& program) {
    const auto done = explain(arguments, program);
    if (done) return ExitCode::done;
    tell(done.error());
    return done.error().code;
}

}  // namespace tined::daemon
