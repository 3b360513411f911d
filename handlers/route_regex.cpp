#include "handlers/route_regex.hpp"

#include <fmt/format.h>
#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace tined::handlers {
namespace {

// Below so many expressions one after the other is faster than RE2::Set, which allocates for each
// look; bench/router_bench.cpp measures both.
constexpr std::size_t least_for_prefilter = 8;

re2::RE2::Options options() {
    re2::RE2::Options options;
    options.set_log_errors(false);
    return options;
}

bool is_identifier(std::string_view name) {
    return !base::is_digit(name.front()) &&
           std::ranges::all_of(name, [](char c) { return base::is_alnum(c) || c == '_'; });
}

// Whether some text that begins with "/" may match; in doubt, yes.
bool may_begin_with_slash(const std::string& text) {
    const re2::RE2 anchored("^(?:" + text + ")$", options());
    std::string least;
    std::string most;
    if (!anchored.ok() || !anchored.PossibleMatchRange(&least, &most, 8)) return true;
    return most >= "/" && least < "0";  // '0' comes after '/'
}

re2::StringPiece piece_of(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

RouteRegex::RouteRegex(std::unique_ptr<re2::RE2> program)
    : program_(std::move(program)),
      names_(static_cast<std::size_t>(program_->NumberOfCapturingGroups())) {
    for (const auto& [name, group] : program_->NamedCapturingGroups()) {
        names_.at(static_cast<std::size_t>(group) - 1) = name;
    }
}
RouteRegex::RouteRegex(RouteRegex&&) noexcept = default;
RouteRegex& RouteRegex::operator=(RouteRegex&&) noexcept = default;
RouteRegex::~RouteRegex() = default;

const std::string& RouteRegex::text() const noexcept { return program_->pattern(); }

std::expected<RouteRegex, PatternError> RouteRegex::parse(std::string_view text) {
    auto program = std::make_unique<re2::RE2>(piece_of(text), options());
    if (!program->ok()) {
        // RE2 gives the faulty piece as text; its first occurrence is where it most likely stands.
        const std::size_t at = text.find(program->error_arg());
        return std::unexpected(PatternError{at == std::string_view::npos ? 0 : at,
                                            "bad regular expression: " + program->error()});
    }
    if (program->NumberOfCapturingGroups() > static_cast<int>(most_groups)) {
        return std::unexpected(PatternError{
            0,
            fmt::format("more than {} groups; write (?:...) where nothing is taken", most_groups)});
    }
    for (const auto& [name, group] : program->NamedCapturingGroups()) {
        if (is_identifier(name)) continue;
        return std::unexpected(PatternError{text.find("<" + name + ">") + 1,
                                            "a group's name does not begin with a digit"});
    }
    // RE2 lets the leftmost of the same names count, and says nothing.
    if (program->NamedCapturingGroups().size() != program->CapturingGroupNames().size()) {
        return std::unexpected(PatternError{0, "two groups have the same name"});
    }
    if (!may_begin_with_slash(program->pattern())) {
        return std::unexpected(
            PatternError{0, "no path matches: it is the whole path, which begins with \"/\""});
    }
    return RouteRegex(std::move(program));
}

struct RouteRegexes::Prefilter {
    Prefilter() : set(options(), re2::RE2::ANCHOR_BOTH) {}
    re2::RE2::Set set;
};

RouteRegexes::RouteRegexes() = default;
RouteRegexes::RouteRegexes(RouteRegexes&&) noexcept = default;
RouteRegexes& RouteRegexes::operator=(RouteRegexes&&) noexcept = default;
RouteRegexes::~RouteRegexes() = default;

std::optional<RouteId> RouteRegexes::add(const RouteRegex& regex, RouteId route, MethodSet methods,
                                         std::optional<GroupId> group) {
    auto entry = std::ranges::find_if(entries_, [&](const Entry& other) {
        return other.regex->text() == regex.text() && other.group == group;
    });
    if (entry == entries_.end()) {
        entry = entries_.insert(entry, {.regex = &regex, .group = group, .endpoints = {}});
    }
    if (const Endpoint* other = find_overlap(entry->endpoints, methods)) return other->route;
    Endpoint endpoint{.route = route, .methods = methods, .names = {}};
    for (std::size_t i = 0; i < regex.names().size(); ++i) {
        endpoint.names.push_back({.text = regex.names()[i], .index = i});
    }
    entry->endpoints.push_back(std::move(endpoint));
    return std::nullopt;
}

void RouteRegexes::seal() {
    if (entries_.size() < least_for_prefilter) return;
    auto prefilter = std::make_unique<Prefilter>();
    for (const Entry& entry : entries_) {
        // What compiled alone is parsed here once more; if not, all are tried one by one.
        if (prefilter->set.Add(entry.regex->text(), nullptr) < 0) return;
    }
    if (prefilter->set.Compile()) prefilter_ = std::move(prefilter);
}

bool RouteRegexes::try_entry(const Entry& entry, Look& look) const {
    if (entry.group != look.match.group) return false;
    const std::size_t groups = entry.regex->names().size();
    std::array<re2::StringPiece, RouteRegex::most_groups + 1> taken;  // the whole first
    const re2::StringPiece text = piece_of(look.path.text);
    if (!entry.regex->program().Match(text, 0, text.size(), re2::RE2::ANCHOR_BOTH, taken.data(),
                                      static_cast<int>(groups) + 1)) {
        return false;
    }
    std::array<std::string_view, RouteRegex::most_groups> values;
    for (std::size_t i = 0; i < groups; ++i) {
        values.at(i) = std::string_view(taken.at(i + 1).data(), taken.at(i + 1).size());
    }
    return look.offer(entry.endpoints, std::span(values).first(groups));
}

bool RouteRegexes::try_all(Look& look) const {
    return std::ranges::any_of(entries_,
                               [&](const Entry& entry) { return try_entry(entry, look); });
}

bool RouteRegexes::find(Look& look) const {
    if (entries_.empty() || look.path.has_hidden_separator) return false;
    if (prefilter_ == nullptr) return try_all(look);
    std::vector<int> matching;
    re2::RE2::Set::ErrorInfo info{re2::RE2::Set::kNoError};
    if (!prefilter_->set.Match(piece_of(look.path.text), &matching, &info)) {
        // An automaton that outgrew its memory says nothing: slower then, but the same answer.
        return info.kind != re2::RE2::Set::kNoError && try_all(look);
    }
    std::ranges::sort(matching);
    return std::ranges::any_of(matching, [&](int index) {
        return try_entry(entries_[static_cast<std::size_t>(index)], look);
    });
}

}  // namespace tined::handlers
