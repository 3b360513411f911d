// Where a route stands in the tree that was read: the file itself, the groups around it, the route,
// its action. What each says, and on which line, is looked up here; what it means is compiled
// elsewhere, and keeps no places.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/node.hpp"
#include "handlers/route.hpp"

namespace tined::handlers {

class Lineage {
public:
    /// One that hands something down.
    struct Ancestor {
        const config::Node* node;
        std::string what;  ///< "", "group /admin/", "route /admin/users"
    };
    struct Found {
        const config::Entry* entry;
        std::string from;  ///< its place, and whose it is
    };

    /// Of a route and its action, of a group, or, with neither, of what no route has. `root` must
    /// outlive it.
    Lineage(const config::Node& root, const Route& route, const RouteAction& action);
    Lineage(const config::Node& root, const Group& group);
    explicit Lineage(const config::Node& root);

    /// The file first, then the groups, the route last.
    const std::vector<Ancestor>& ancestors() const noexcept { return ancestors_; }
    /// The action: a step, a list of them, or the route that has its answer right in it. Null if
    /// none answers. A folder of `static: {PREFIX: FOLDER}` is the folder.
    const config::Node* action() const noexcept { return action_; }
    bool is_own_answer() const noexcept { return action_ == ancestors_.back().node; }
    /// It is such a folder.
    bool is_short() const noexcept { return is_short_; }

    /// The nearest that says `key`; what is `~` says nothing. The action's own come first.
    std::optional<Found> nearest(std::string_view key) const;
    /// The members of the mappings of that key, each name once (in any case), as the nearest says.
    std::vector<Found> merged(std::string_view key) const;

    static std::string from(const config::Place& place, const Ancestor& whose);

private:
    std::vector<Ancestor> with_action() const;

    std::vector<Ancestor> ancestors_;
    const config::Node* action_ = nullptr;
    bool is_short_ = false;
};

}  // namespace tined::handlers
