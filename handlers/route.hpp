// A route as the site keeps it: where it stands in the file, and what it does for each method.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/request_table.hpp"
#include "config/place.hpp"
#include "handlers/action.hpp"
#include "handlers/host_pattern.hpp"
#include "handlers/level.hpp"
#include "handlers/method_set.hpp"
#include "handlers/route_pattern.hpp"
#include "http/method.hpp"
#include "http/response.hpp"

namespace tined::handlers {

class StaticAnswer;

/// What a route does for one method: the steps that run before it, then its own.
struct RouteAction {
    config::Place place;
    std::string summary;  ///< the keys that answer: "template", "sql, json"
    Steps own;
    StepList steps;
    /// Where the answer is the same for every request: made once, shared by all.
    std::optional<http::Response> constant = {};
    /// Where the answer is a folder's file and nothing else, with nothing before it: that folder.
    /// Site::serve() then makes no Exchange, which no step would look at.
    const StaticAnswer* plain_folder = nullptr;
};

struct Route {
    config::Place place;
    base::RouteLabel label;  ///< of place and path, for who watches the worker
    std::string hosts;       ///< as `tined routes` prints them; empty: any
    std::string path;        ///< whole: with the paths of its groups, or the regular expression
    std::string name;        ///< for url(); empty: none
    bool is_regex = false;
    std::optional<RoutePattern> pattern;  ///< unless it is a regular expression
    const Level* level = nullptr;
    MethodSet methods;
    std::array<std::optional<RouteAction>, 7> actions;  ///< by http::Method
    std::optional<RouteAction> any;
    const StaticAnswer* folder = nullptr;  ///< the step that serves one, if there is one

    /// The action for a method that the router found here: GET's for HEAD, any's for the rest.
    const RouteAction& action_for(http::Method method) const noexcept;
};

/// A group with a path or a host: what none of its routes takes is its 404.
struct Group {
    config::Place place;
    const Level* level = nullptr;
};

}  // namespace tined::handlers
