#include "handlers/names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"

namespace tined::handlers {

namespace {

constexpr std::array<std::string_view, name_count> names{
    "request", "params",  "query", "form", "arguments", "files",      "cookies",
    "signed",  "options", "error", "now",  "url",       "static_url", "random"};

constexpr std::array<std::string_view, 12> request_members{
    "method", "uri",      "path",    "query_string", "version", "protocol",
    "host",   "full_url", "address", "headers",      "body",    "json"};
constexpr std::array<std::string_view, 2> request_members_of_the_moment{"time", "id"};

/// Names of the language that come later: known, but not to this version.
constexpr std::array<std::string_view, 1> later{"user"};

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
    if (const auto near = base::nearest(word, known)) {
        return fmt::format("; did you mean \"{}\"?", *near);
    }
    return {};
}

template <typename Range>
bool contains(const Range& range, std::string_view word) {
    return std::ranges::find(range, word) != std::ranges::end(range);
}

std::optional<std::string> unknown_member(std::string_view of, std::string_view member,
                                          const std::vector<std::string_view>& known,
                                          std::string_view what) {
    if (contains(known, member)) return std::nullopt;
    return fmt::format("{}.{}: {}{}", of, member, what, did_you_mean(member, known));
}

std::vector<std::string_view> views(const std::vector<std::string>& texts) {
    return {texts.begin(), texts.end()};
}

std::optional<std::string> why_member_not(const templates::FreeName& name, const Scope& scope) {
    const std::string_view member = name.members.front();
    if (name.name == "request") {
        std::vector<std::string_view> known(request_members.begin(), request_members.end());
        known.insert(known.end(), request_members_of_the_moment.begin(),
                     request_members_of_the_moment.end());
        return unknown_member(name.name, member, known, "a request has no such member");
    }
    if (name.name == "options") {
        return unknown_member(name.name, member, views(scope.options), "no such option");
    }
    return std::nullopt;
}

std::optional<std::string> why_param_not(const templates::FreeName& name, const Scope& scope) {
    return unknown_member(name.name, name.members.front(), views(scope.params),
                          "the path has no such parameter");
}

}  // namespace

std::span<const std::string_view> built_in_names() noexcept { return names; }

void add_built_in_names(templates::Symbols& symbols) {
    for (const auto name : names) symbols.slot_of(name);
}

std::optional<std::string> why_not(const templates::FreeName& name, const Scope& scope,
                                   Strictness strictness) {
    const bool strict = strictness == Strictness::text;
    if (contains(scope.given, name.name)) return std::nullopt;
    if (contains(names, name.name)) {
        if (name.members.empty()) return std::nullopt;
        if (strict && name.name == "params") return why_param_not(name, scope);
        return why_member_not(name, scope);
    }
    if (!strict) return std::nullopt;
    if (contains(later, name.name)) {
        return fmt::format("{}: not in this version of tined yet", name.name);
    }
    std::vector<std::string_view> known(names.begin(), names.end());
    known.insert(known.end(), scope.given.begin(), scope.given.end());
    return fmt::format("{}: no such name here{}", name.name, did_you_mean(name.name, known));
}

void Needs::add(const Needs& other) noexcept {
    body = body || other.body;
    form = form || other.form;
    json = json || other.json;
}

Needs needs_of(std::span<const templates::FreeName> free_names) {
    Needs needs;
    for (const auto& free : free_names) {
        const bool form = free.name == "form" || free.name == "files";
        // `arguments` has query, form and JSON together: whatever the body is.
        const bool all = free.name == "arguments";
        const bool of_request = free.name == "request";
        const bool whole_request = of_request && free.members.empty();
        const bool json = of_request && !free.members.empty() && free.members.front() == "json";
        const bool bytes = of_request && !free.members.empty() && free.members.front() == "body";
        needs.form = needs.form || form || all;
        needs.json = needs.json || json || all || whole_request;
        needs.body = needs.body || form || all || json || bytes || whole_request;
    }
    return needs;
}

}  // namespace tined::handlers
