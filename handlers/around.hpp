// What a group is for the groups and routes in it, while the file is read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "handlers/host_pattern.hpp"
#include "handlers/level.hpp"
#include "handlers/names.hpp"
#include "handlers/route_match.hpp"
#include "handlers/step_reader.hpp"
#include "template/environment.hpp"

namespace tined::handlers {

struct Around {
    const Level* level = nullptr;
    std::vector<HostPattern> hosts;  ///< in force; none: any
    std::string prefix;              ///< the paths of the groups, joined; empty: none
    std::optional<GroupId> group;    ///< the nearest with a path or a host
    /// Its path or host is wrong: what is in it is read, and not entered. One error is enough.
    bool is_nowhere = false;
    templates::Environment* templates = nullptr;
    TemplateFolder folder = TemplateFolder::none;  ///< that of the templates
    Scope scope;  ///< options, parameters of the prefix, and what the groups' `before` give
};

}  // namespace tined::handlers
