// Which route answers a request. The longest host first; of that host the trie of paths
// (route_trie.hpp), then the regular expressions in the order written, then the fallback of a
// static prefix; then the next shorter host, unless the look came into a group.
//
// A group with a path or a host has its own ground: what lies there and none of its routes takes
// is the group's 404, not a more general route's. The path decides before the method: of all routes
// that have the path the first that has the method answers, and if none does, 405 tells them all.
//
// A path with a hidden separator (an encoded `/` or `\`) is of no route: only groups are found.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "handlers/host_pattern.hpp"
#include "handlers/route_match.hpp"
#include "handlers/route_pattern.hpp"
#include "handlers/route_regex.hpp"
#include "handlers/route_trie.hpp"

namespace tined::handlers {

/// What all kinds of routes have.
struct RouteSpec {
    RouteId id = 0;
    std::vector<HostPattern> hosts;  ///< none: any host
    MethodSet methods;
    std::optional<GroupId> group;  ///< the nearest around it with a path or a host
};

struct GroupSpec {
    GroupId id = 0;
    std::vector<HostPattern> hosts;      ///< in force for it, its own or an outer group's
    std::optional<RoutePattern> prefix;  ///< whole, from the outermost group on; none: only a host
    std::optional<GroupId> outer;        ///< the nearest around it with a path or a host
};

/// A route that no request can reach.
struct Unreachable {
    enum class Why : std::uint8_t {
        path_takes_all,       ///< a regular expression; route `by` takes every path first
        group_takes_all,      ///< a regular expression; group `by` has every path of that host
        fallback_is_shadowed  ///< a static route's fallback; route `by` takes every GET first
    };
    Why why;
    RouteId route;
    std::uint32_t by;  ///< a route or a group
};

/// Filled once, groups before their routes and outer ones first, then sealed; const from then on.
/// A look allocates nothing once its Match has grown, but where a host has many expressions.
class Router {
public:
    Router() : hosts_(1) {}
    Router(const Router&) = delete;  // expressions are known by their address
    Router& operator=(const Router&) = delete;

    void add_group(const GroupSpec& group);

    /// Each gives the route that the new one collides with: same host, nothing that tells the
    /// paths apart, a method in common. It is not added for that host then.
    std::optional<RouteId> add_path(const RoutePattern& pattern, const RouteSpec& route);
    std::optional<RouteId> add_static(const RoutePattern& prefix, const RouteSpec& route,
                                      bool has_fallback);
    std::optional<RouteId> add_regex(RouteRegex regex, const RouteSpec& route);

    /// After the last route. What it gives is not all that can never be reached (of two different
    /// expressions it does not know which is wider), but is never wrong.
    std::vector<Unreachable> seal();

    /// Whether a route or a group is for the host by its name, not only for any host.
    bool names(std::string_view authority) const;

    /// `authority` is the request's host in lower case, with or without a port. `match` is emptied
    /// first; its views point into the router and `path`.
    void find(std::string_view authority, const http::Path& path, http::Method method, Probe& probe,
              Match& match) const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>()(text);
        }
    };
    using HostTable = std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>>;
    struct Host {
        RouteTrie trie;
        RouteRegexes regexes;
        /// Groups that stand at the place of another: by the name of the one that a look names.
        std::unordered_map<GroupId, GroupId> groups;
    };

    std::vector<std::size_t> hosts_of(const std::vector<HostPattern>& patterns);
    bool find_in(const Host& host, Look& look) const;
    bool find_by_host(std::string_view name, Look& look) const;
    void list_unreachable(const Host& host, std::vector<Unreachable>& found) const;

    std::vector<Host> hosts_;  // the first is for any host
    HostTable exact_;
    HostTable wildcard_;
    std::deque<RouteRegex> regexes_;
};

}  // namespace tined::handlers
