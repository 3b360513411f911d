// The functions of expressions that ask the site: url(), static_url(), random(), now().
#pragma once

#include <deque>
#include <map>
#include <string>

#include "handlers/route.hpp"
#include "value/value.hpp"

namespace tined::handlers {

using RoutesByName = std::map<std::string, const Route*, std::less<>>;

/// url('user', id=7): the path of the route of that name. `routes` outlives it.
value::Value make_url_function(const RoutesByName& routes);

/// static_url('site.css'): the path of a file below a static prefix, with its content's hash as
/// ?v=; of several folders that have it the one that is first in the file. `routes` outlives it.
value::Value make_static_url_function(const std::deque<Route>& routes);

/// random(list): one of its elements.
value::Value make_random_function();

/// now(): seconds since 1970, with their fraction.
value::Value make_now_function();

}  // namespace tined::handlers
