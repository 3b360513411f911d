// What a look for a route asks and what it finds: the words that the router, its trie and its
// regular expressions share. Routes and groups are numbers, given by whoever fills the router.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "handlers/method_set.hpp"
#include "handlers/parameter_type.hpp"
#include "http/method.hpp"
#include "http/target.hpp"

namespace tined::handlers {

using RouteId = std::uint32_t;
/// Groups that have a path or a host; the others only hand things down and are not known here.
using GroupId = std::uint32_t;

/// What a look must ask of the outside, for the request it is about. Asked only if it matters.
class Probe {
public:
    virtual ~Probe() = default;
    /// Whether the static route has something to answer with at `rest`, the decoded segments below
    /// its prefix: a file, or a folder that it would list, show the index of, or redirect to.
    /// `rest` is empty if the prefix itself was asked for, without its slash.
    virtual bool has_file(RouteId route, std::span<const std::string_view> rest) = 0;
    /// Whether the client takes HTML: only then a fallback answers.
    virtual bool accepts_html() = 0;
};

/// A parameter of the route that was found, in the order of the pattern; of a regular expression
/// its groups, whose names may be empty.
struct Parameter {
    std::string_view name;  ///< of the router's
    ParameterType type = ParameterType::string;
    std::string_view text;  ///< decoded, of the path's
    bool is_set = true;     ///< false: a group of a regular expression that took no part
};

enum class Outcome : std::uint8_t {
    found,               ///< `route` answers
    fallback,            ///< `route` is static and answers with its fallback
    options,             ///< OPTIONS, which no route names: 204 with Allow of `allowed`
    method_not_allowed,  ///< 405 with Allow of `allowed`; `route` is the first that has the path
    not_found,           ///< 404: of `route`, if its prefix is over the path; else of `group`
};

/// One look's result. Reused from request to request, so that its memory stays.
struct Match {
    Outcome outcome = Outcome::not_found;
    std::optional<RouteId> route;
    std::optional<GroupId> group;  ///< the deepest that took the path, whether or not a route did
    MethodSet allowed;             ///< of all routes that have the path, where none answered
    std::vector<Parameter> parameters;  ///< of `route`, or of `group`'s path where there is none

    /// Empties it for the next look.
    void clear() noexcept;
};

/// A route at its place in a trie or a list.
struct Endpoint {
    struct Name {
        std::string text;
        ParameterType type = ParameterType::string;
        std::size_t index = 0;  ///< of the path's segment, or of the expression's group
    };
    RouteId route = 0;
    MethodSet methods;
    std::vector<Name> names;  ///< of its parameters, in their order
};

/// The endpoint that answers `method` among those that have the same path: who names it; for HEAD
/// who names GET; who has `any`. Null if none does.
const Endpoint* choose(const std::vector<Endpoint>& endpoints, http::Method method) noexcept;

/// The first endpoint that leaves one of `methods` in doubt between the two, or null.
const Endpoint* find_overlap(const std::vector<Endpoint>& endpoints, MethodSet methods) noexcept;

/// One look on its way through the candidates: what was asked, and what the places passed so far
/// leave behind in `match`. Only for the router and its parts.
struct Look {
    const http::Path& path;
    http::Method method;
    Probe& probe;
    Match& match;
    const Endpoint* fallback = nullptr;  ///< of the deepest static prefix over the path with one
    std::size_t depth_of_static = 0;     ///< segments before the prefix in match.route, plus one

    /// These have the path. True ends the look: one of them has the method too. `groups` are what
    /// a regular expression's groups took; one without data() took no part.
    bool offer(const std::vector<Endpoint>& endpoints,
               std::span<const std::string_view> groups = {});
    /// A static route's prefix is over the path, but the file is not there.
    void pass_static(const Endpoint& endpoint, bool has_fallback, std::size_t depth);
    /// From here on only what is in the group is looked at, and what is not found is its.
    void enter_group(GroupId group, const std::vector<Endpoint::Name>& names);
    /// True: no route of this host has the path, but a static one has a fallback for it.
    bool take_fallback();
    /// Nothing answers: says why.
    void conclude();
};

}  // namespace tined::handlers
