// The routes of one host that are paths, segment by segment. At each place the candidates are tried
// in this order, with backtracking: literal, a file of a static prefix, int, uuid, float, slug,
// string, path. A look costs the same whether a place has ten literals or ten thousand, and comes
// to each place at most once.
//
// Where a group's path ends, its scope begins. A look that has come into it does not go back out:
// what the scope does not have is not found, and is the group's.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "handlers/route_match.hpp"
#include "handlers/route_pattern.hpp"

namespace tined::handlers {

/// Filled when the file is read; const and shared by nobody afterwards.
class RouteTrie {
public:
    RouteTrie() : nodes_(1) {}

    /// The route it collides with: the same shape (names of parameters tell nothing apart) and a
    /// method in common. It is not added then.
    std::optional<RouteId> add(const RoutePattern& pattern, RouteId route, MethodSet methods);
    /// `prefix` ends in a slash. It collides with a static route at the same prefix.
    std::optional<RouteId> add_static(const RoutePattern& prefix, RouteId route, MethodSet methods,
                                      bool has_fallback);
    /// The scope is all below a prefix that ends in a slash; of another, the path itself too.
    /// Without a prefix it is the whole host. Where a group's scope is that of `outer`, the nearest
    /// around it, it takes the place; where it is any other's, the two are one. The result is the
    /// group that a look will name.
    GroupId add_group(const std::optional<RoutePattern>& prefix, GroupId group,
                      std::optional<GroupId> outer);

    enum class Stop : std::uint8_t { found, in_group, nowhere };
    /// `nowhere`: other hosts may be tried.
    Stop find(Look& look) const;

    /// The route that takes every path of the group's scope (without a group: of the whole host)
    /// with those methods, so that a regular expression there is never reached.
    std::optional<RouteId> catcher(std::optional<GroupId> group, MethodSet methods) const;
    /// The group whose scope is the whole host.
    std::optional<GroupId> whole_group() const noexcept;

    struct Shadowed {
        RouteId route;  ///< a static one whose fallback is never reached
        RouteId by;     ///< takes every GET before it comes to that
    };
    std::vector<Shadowed> shadowed_fallbacks() const;

private:
    using Index = std::uint32_t;
    static constexpr Index root = 0;
    static constexpr Index none = root;  // for the root is nobody's child

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>()(text);
        }
    };
    struct Scope {
        GroupId group = 0;
        std::vector<Endpoint::Name> names;  // of the parameters of its prefix
    };
    struct Node {
        std::unordered_map<std::string, Index, Hash, std::equal_to<>> literals;
        std::array<Index, 5> typed = {};  // in the order of typed_order (route_trie.cpp)
        bool has_typed = false;           // spares looking at them all
        bool has_fallback = false;
        std::vector<Endpoint> ends;        // routes whose path ends here
        std::vector<Endpoint> rests;       // routes whose `path` parameter begins here
        std::vector<Endpoint> statics;     // at most one: a folder whose prefix ends here
        std::optional<Scope> at_or_below;  // a group whose prefix has no slash at its end
        std::optional<Scope> below;        // a group whose prefix has one
    };

    Index child(Index parent, const PatternSegment& segment);
    Index place_of(const RoutePattern& pattern, std::size_t segments);
    std::optional<Scope>& scope_of(const std::optional<RoutePattern>& prefix);
    bool visit(Index index, std::size_t depth, Look& look) const;
    bool visit_typed(const Node& node, std::size_t depth, Look& look) const;
    bool visit_static(const Node& node, std::size_t depth, Look& look) const;
    bool visit_end(const Node& node, Look& look) const;
    bool visit_below(const Node& node, std::size_t depth, Look& look) const;
    void shadow(Index index, const Endpoint* catcher, std::vector<Shadowed>& found) const;

    std::vector<Node> nodes_;  // the root first
};

}  // namespace tined::handlers
