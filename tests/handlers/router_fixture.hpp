// A router filled by lines as tined.yaml has them, and asked by URL: for the tests of routing.
#pragma once

#include <boost/test/unit_test.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "handlers/router.hpp"
#include "http/target.hpp"

namespace tined::handlers {

/// Files are named "ROUTE:rest"; a folder's own slash is part of its name.
class FakeProbe : public Probe {
public:
    std::set<std::string> files;
    bool html = false;
    std::vector<std::string> asked;

    bool has_file(RouteId route, std::span<const std::string_view> rest) override {
        std::string name = std::to_string(route) + ":";
        for (std::size_t i = 0; i < rest.size(); ++i) {
            if (i != 0) name += '/';
            name += rest[i];
        }
        if (rest.empty()) name += "(itself)";
        asked.push_back(name);
        return files.contains(name);
    }
    bool accepts_html() override { return html; }
};

/// Where a route stands.
struct Place {
    std::string_view host = {};
    std::optional<GroupId> group = {};
};

struct RouterFixture {
    Router router;
    FakeProbe probe;
    http::Path path;
    Match match;
    RouteId next = 0;

    static RoutePattern pattern(std::string_view text) {
        auto parsed = RoutePattern::parse(text);
        BOOST_REQUIRE_MESSAGE(parsed.has_value(), text);
        return std::move(*parsed);
    }
    static std::vector<HostPattern> hosts(std::string_view text) {
        if (text.empty()) return {};
        auto parsed = parse_host_pattern(text);
        BOOST_REQUIRE(parsed.has_value());
        return {*parsed};
    }

    RouteSpec spec(MethodSet methods, Place place) {
        return {.id = next++, .hosts = hosts(place.host), .methods = methods, .group = place.group};
    }
    /// The result of each is its collision; ids count from 0 in the order of the calls.
    std::optional<RouteId> route(std::string_view text, MethodSet methods = {http::Method::get},
                                 Place place = {}) {
        return router.add_path(pattern(text), spec(methods, place));
    }
    std::optional<RouteId> regex(std::string_view text, MethodSet methods = {http::Method::get},
                                 Place place = {}) {
        auto parsed = RouteRegex::parse(text);
        BOOST_REQUIRE_MESSAGE(parsed.has_value(), text);
        return router.add_regex(std::move(*parsed), spec(methods, place));
    }
    std::optional<RouteId> folder(std::string_view text, bool has_fallback = false,
                                  Place place = {}) {
        return router.add_static(pattern(text), spec({http::Method::get}, place), has_fallback);
    }
    void group(GroupId id, std::string_view prefix, std::string_view host = {},
               std::optional<GroupId> outer = {}) {
        GroupSpec made{.id = id, .hosts = hosts(host), .prefix = {}, .outer = outer};
        if (!prefix.empty()) made.prefix = pattern(prefix);
        router.add_group(made);
    }

    const Match& ask(std::string_view raw_path, http::Method method = http::Method::get,
                     std::string_view host = "localhost:8888") {
        BOOST_REQUIRE_MESSAGE(http::decode_path(raw_path, path).has_value(), raw_path);
        router.find(host, path, method, probe, match);
        return match;
    }
    /// The route that answers a GET, or -1.
    int answers(std::string_view raw_path, http::Method method = http::Method::get,
                std::string_view host = "localhost:8888") {
        const Match& found = ask(raw_path, method, host);
        const bool is_answer =
            found.outcome == Outcome::found || found.outcome == Outcome::fallback;
        return is_answer ? static_cast<int>(found.route.value()) : -1;
    }
    std::string_view parameter(std::string_view name) const {
        for (const Parameter& parameter : match.parameters) {
            if (parameter.name == name) return parameter.text;
        }
        return "(none)";
    }
};

inline std::ostream& operator<<(std::ostream& out, Outcome outcome) {
    return out << static_cast<int>(outcome);
}

}  // namespace tined::handlers
