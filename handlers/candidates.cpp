#include "handlers/candidates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>

#include "base/text.hpp"
#include "handlers/host_pattern.hpp"
#include "handlers/method_set.hpp"
#include "handlers/parameter_type.hpp"
#include "handlers/route_order.hpp"
#include "handlers/route_regex.hpp"
#include "handlers/static_answer.hpp"
#include "http/accept.hpp"

namespace tined::handlers {

namespace {

/// Whether a path is a route's. Empty `why`: it is.
struct Fit {
    bool is_near = false;
    std::string why = {};
};

bool is_rest(const PatternSegment& segment) noexcept {
    return segment.is_parameter && segment.type == ParameterType::path;
}

Fit fit_of_regex(const Route& route, const http::Path& path) {
    // It was compiled when the file was read, and is here once more, for the router keeps its own.
    auto regex = RouteRegex::parse(route.path);
    if (!regex) return {};
    RouteRegexes alone;
    alone.add(*regex, 0, MethodSet::any(), {});
    class NoProbe final : public Probe {
        bool has_file(RouteId, std::span<const std::string_view>) override { return false; }
        bool accepts_html() override { return false; }
    } probe;
    Match match;
    Look look{.path = path, .method = http::Method::get, .probe = probe, .match = match};
    return {.is_near = alone.find(look)};
}

std::string why_not_of_type(const PatternSegment& segment, std::string_view text) {
    if (text.find_first_of("/\\") != std::string_view::npos) {
        return fmt::format("an encoded / or \\ reaches no parameter: {{{}}}", segment.text);
    }
    if (is_of(segment.type, text)) return {};
    return fmt::format("\"{}\" is no {}: {{{}}}", base::escape_for_message(text),
                       name_of(segment.type), segment.text);
}

Fit fit_of_static(const Route& route, const http::Path& path) {
    const auto& segments = route.pattern->segments();
    const auto rest = std::span(path.segments).subspan(segments.size() - 1);
    if (!path.has_hidden_separator && route.folder->has(rest)) return {.is_near = true};
    return {.is_near = true, .why = "has no such file"};
}

Fit fit_of_path(const Route& route, const http::Path& path) {
    const auto& pattern = route.pattern->segments();
    const bool is_open = route.folder != nullptr || is_rest(pattern.back());
    const std::size_t fixed = pattern.size() - (is_open ? 1 : 0);
    // Below "/a/" is "/a/" itself, and for a folder "/a" too, from where it redirects.
    const std::size_t least = route.folder != nullptr ? fixed : pattern.size();
    if (is_open ? path.segments.size() < least : path.segments.size() != fixed) return {};
    Fit fit{.is_near = true};
    for (std::size_t i = 0; i < fixed; ++i) {
        if (!pattern[i].is_parameter && pattern[i].text != path.segments[i]) return {};
        if (pattern[i].is_parameter && fit.why.empty()) {
            fit.why = why_not_of_type(pattern[i], path.segments[i]);
        }
    }
    if (!fit.why.empty()) return fit;
    if (route.folder != nullptr) return fit_of_static(route, path);
    if (is_open && path.has_hidden_separator) {
        fit.why = "an encoded / or \\ reaches no parameter";
    }
    return fit;
}

Fit fit_of(const Route& route, const http::Path& path) {
    return route.is_regex ? fit_of_regex(route, path) : fit_of_path(route, path);
}

/// `hosts` as a route tells them: "a.example, *.b.example".
bool has_host(std::string_view hosts, std::string_view host) {
    if (hosts.empty()) return true;
    for (std::string_view one : base::split(hosts, ',')) {
        one = base::trim(one);
        const bool is_wildcard = one.starts_with('*');
        if (is_wildcard) one.remove_prefix(1);
        if (is_wildcard ? host.size() > one.size() && host.ends_with(one) : host == one) {
            return true;
        }
    }
    return false;
}

bool has_method(MethodSet methods, http::Method method) {
    return methods.has_any() || methods.names(method) ||
           (method == http::Method::head && methods.names(http::Method::get));
}

std::string kind_of(const Route& route, std::size_t segment) {
    const auto& segments = route.pattern->segments();
    const bool is_last = segment + 1 >= segments.size();
    if (route.folder != nullptr && is_last) return "a file of a folder";
    const PatternSegment& at = segments[std::min(segment, segments.size() - 1)];
    if (!at.is_parameter) return fmt::format("\"{}\"", at.text);
    return fmt::format("{{{}:{}}}", at.text, name_of(at.type));
}

/// Why `first` is tried before `other`, which has path, host and method too.
std::string why_before(const Route& first, const Route& other) {
    if (first.hosts != other.hosts) {
        return fmt::format("comes after: its host is less particular than {}", first.hosts);
    }
    if (other.is_regex) {
        return first.is_regex ? "comes after: it is written later"
                              : "comes after: paths are tried before regular expressions";
    }
    const std::size_t most =
        std::max(first.pattern->segments().size(), other.pattern->segments().size());
    for (std::size_t i = 0; i < most; ++i) {
        const std::string winner = kind_of(first, i);
        const std::string loser = kind_of(other, i);
        if (winner != loser) {
            return fmt::format("comes after: in segment {}, {} goes before {}", i + 1, winner,
                               loser);
        }
    }
    return "comes after: another answers first";
}

bool is_within(const Level* level, const Level* around) noexcept {
    for (; level != nullptr; level = level->outer()) {
        if (level == around) return true;
    }
    return false;
}

class Judge {
public:
    Judge(const std::deque<Route>& routes, const std::deque<Group>& groups, const Match& match,
          const http::Request& request)
        : groups_(groups), match_(match), request_(request), host_(host_of(request.client().host)) {
        const bool is_answered =
            match.outcome == Outcome::found || match.outcome == Outcome::fallback;
        if (is_answered) winner_ = &routes[*match.route];
        if (match.group) group_ = &groups[*match.group];
    }

    std::string verdict(const Route& route, const Fit& fit) const {
        if (&route == winner_) {
            return match_.outcome == Outcome::fallback ? "answers with its fallback" : "answers";
        }
        if (!has_host(route.hosts, host_)) return fmt::format("for the host {} only", route.hosts);
        if (!fit.why.empty()) return fit.why + no_fallback(route);
        // Where somebody answers, what lies outside his group was not looked at.
        if (group_ != nullptr && !is_within(route.level, group_->level)) {
            return fmt::format("lies outside the group at {}, which has this path for itself",
                               config::to_string(group_->place));
        }
        const http::Method method = request_.head().method;
        if (!has_method(route.methods, method)) {
            return fmt::format("not for {}, only for {}", request_.head().method_text,
                               allow_text(route.methods));
        }
        return winner_ != nullptr ? why_before(*winner_, route) : why_passed_over(route);
    }

private:
    // The expression fits and nobody answers: it is not on its ground.
    std::string why_passed_over(const Route& route) const {
        const auto is_around = [&](const Group& group) {
            return is_within(route.level, group.level);
        };
        const auto own = std::ranges::find_if(groups_.rbegin(), groups_.rend(), is_around);
        if (own == groups_.rend()) return "is passed over";
        return fmt::format("lies in the group at {}, which does not have this path",
                           config::to_string(own->place));
    }

    std::string no_fallback(const Route& route) const {
        if (route.folder == nullptr || !route.folder->has_fallback()) return {};
        if (http::asks_for_html(request_.head().fields)) return {};
        return "; its fallback is for a GET that accepts text/html";
    }

    const std::deque<Group>& groups_;
    const Match& match_;
    const http::Request& request_;
    std::string_view host_;
    const Route* winner_ = nullptr;
    const Group* group_ = nullptr;
};

}  // namespace

std::vector<Candidate> find_candidates(const std::deque<Route>& routes,
                                       const std::deque<Group>& groups, const Match& match,
                                       const http::Request& request) {
    const Judge judge(routes, groups, match, request);
    std::vector<Candidate> found;
    for (const Route& route : routes) {
        const Fit fit = fit_of(route, request.path());
        if (!fit.is_near) continue;
        std::string why = judge.verdict(route, fit);
        const bool answers = why.starts_with("answers");
        found.push_back({.route = &route, .answers = answers, .why = std::move(why)});
    }
    std::ranges::stable_sort(found, [](const Candidate& a, const Candidate& b) {
        return is_tried_before(*a.route, *b.route);
    });
    return found;
}

}  // namespace tined::handlers
