// Regular expressions as routes: RE2's language, over the whole decoded path. They are tried after
// the trie, in the order written.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "handlers/route_match.hpp"
#include "handlers/route_pattern.hpp"

namespace re2 {
class RE2;
}

namespace tined::handlers {

/// One compiled expression; movable, const when compiled.
class RouteRegex {
public:
    static constexpr std::size_t most_groups = 16;

    /// RE2's own words for bad syntax. Refused too: more groups than most_groups, a group's name
    /// that is no identifier, and an expression that no path can match, since paths begin with "/".
    static std::expected<RouteRegex, PatternError> parse(std::string_view text);

    RouteRegex(RouteRegex&&) noexcept;
    RouteRegex& operator=(RouteRegex&&) noexcept;
    ~RouteRegex();

    const std::string& text() const noexcept;
    /// Of the groups, in their order; empty for those without one.
    const std::vector<std::string>& names() const noexcept { return names_; }
    const re2::RE2& program() const noexcept { return *program_; }

private:
    explicit RouteRegex(std::unique_ptr<re2::RE2> program);
    std::unique_ptr<re2::RE2> program_;
    std::vector<std::string> names_;
};

/// The expressions of one host.
class RouteRegexes {
public:
    RouteRegexes();
    RouteRegexes(RouteRegexes&&) noexcept;
    RouteRegexes& operator=(RouteRegexes&&) noexcept;
    ~RouteRegexes();

    struct Entry {
        const RouteRegex* regex;       // of the router
        std::optional<GroupId> group;  // whose scope it is in
        std::vector<Endpoint> endpoints;
    };

    /// The route that it collides with: the same text in the same group and a method in common.
    /// `regex` must outlive this.
    std::optional<RouteId> add(const RouteRegex& regex, RouteId route, MethodSet methods,
                               std::optional<GroupId> group);
    /// After the last add(): makes one automaton of many expressions, to tell at once which match.
    void seal();

    /// Tries those of the group that the look is in. True: found.
    bool find(Look& look) const;

    const std::vector<Entry>& entries() const noexcept { return entries_; }

private:
    struct Prefilter;  // hides RE2's header
    bool try_entry(const Entry& entry, Look& look) const;
    bool try_all(Look& look) const;

    std::vector<Entry> entries_;
    std::unique_ptr<Prefilter> prefilter_;
};

}  // namespace tined::handlers
