// What a look for a route costs, with few routes and with many: nanoseconds each, the best of
// several rounds. Literal and typed routes shall cost the same at 10 as at 10,000; of regular
// expressions it shows from how many on the prefilter pays (handlers/route_regex.cpp).
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "handlers/router.hpp"
#include "http/target.hpp"

namespace {

using namespace tined;
using Clock = std::chrono::steady_clock;

constexpr int rounds = 15;
constexpr int looks_a_round = 200'000;

class NoFiles : public handlers::Probe {
public:
    bool has_file(handlers::RouteId, std::span<const std::string_view>) override { return false; }
    bool accepts_html() override { return false; }
};

// The program is its own input: what does not parse is a fault of this file.
template <typename Parsed>
auto must(Parsed parsed) {
    if (!parsed) std::abort();
    return std::move(*parsed);
}

handlers::RouteSpec spec(std::size_t id) {
    return {.id = static_cast<handlers::RouteId>(id),
            .hosts = {},
            .methods = {http::Method::get},
            .group = {}};
}

double nanoseconds_a_look(const handlers::Router& router, const std::vector<std::string>& targets) {
    std::vector<http::Path> paths(targets.size());
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (!http::decode_path(targets[i], paths[i])) std::abort();
    }
    NoFiles probe;
    handlers::Match match;
    double best = 1e9;
    for (int round = 0; round < rounds; ++round) {
        const auto begin = Clock::now();
        for (int look = 0; look < looks_a_round; ++look) {
            const auto& path = paths[static_cast<std::size_t>(look) % paths.size()];
            router.find("localhost:8888", path, http::Method::get, probe, match);
            if (match.outcome != handlers::Outcome::found) std::abort();
        }
        const std::chrono::duration<double, std::nano> took = Clock::now() - begin;
        best = std::min(best, took.count() / looks_a_round);
    }
    return best;
}

// Ten targets, spread over all routes: the same working set for every number of routes, since what
// is asked is what a look costs, not how much of a site fits into the processor's cache.
std::vector<std::string> targets(std::size_t routes, std::string_view format) {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < 10; ++i) {
        made.push_back(fmt::format(fmt::runtime(format), i * routes / 10));
    }
    return made;
}

double measure_paths(std::size_t count, std::string_view pattern, std::string_view target) {
    handlers::Router router;
    for (std::size_t i = 0; i < count; ++i) {
        const auto text = fmt::format(fmt::runtime(pattern), i);
        if (router.add_path(must(handlers::RoutePattern::parse(text)), spec(i))) std::abort();
    }
    router.seal();
    return nanoseconds_a_look(router, targets(count, target));
}

double measure_expressions(std::size_t count) {
    handlers::Router router;
    for (std::size_t i = 0; i < count; ++i) {
        const auto text = fmt::format("/section-{}/(?P<id>[0-9]+)-([a-z]+)\\.html", i);
        if (router.add_regex(must(handlers::RouteRegex::parse(text)), spec(i))) std::abort();
    }
    router.seal();
    return nanoseconds_a_look(router, targets(count, "/section-{}/17-shoes.html"));
}

}  // namespace

int main() {
    fmt::print("{:<24}{:>10}{:>12}\n", "kind", "routes", "ns a look");
    for (const std::size_t count : {10U, 10'000U}) {
        fmt::print("{:<24}{:>10}{:>12.0f}\n", "literal", count,
                   measure_paths(count, "/section-{}/page", "/section-{}/page"));
        fmt::print("{:<24}{:>10}{:>12.0f}\n", "typed", count,
                   measure_paths(count, "/section-{}/{{id:int}}", "/section-{}/17"));
    }
    for (const std::size_t count : {2U, 4U, 8U, 12U, 16U, 24U, 32U, 64U, 1'000U}) {
        fmt::print("{:<24}{:>10}{:>12.0f}\n", "regular expression", count,
                   measure_expressions(count));
    }
}
