// What tined would do with a request, and by which line of which file: `tined explain`. Nothing is
// run: no step, no template, and no body is looked at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/load.hpp"
#include "handlers/route_match.hpp"
#include "handlers/site.hpp"
#include "http/request.hpp"
#include "value/value.hpp"

namespace tined::handlers {

struct Explanation {
    /// What is in force, and who says so: "default", "tined.yaml:3:16", "--set".
    struct Row {
        std::string name;
        std::string value;
        std::string from;
    };
    /// A route that might have answered.
    struct Rival {
        std::string path;
        std::string methods;
        std::string from;
        std::string why;  ///< "answers", or why it does not
        bool answers = false;
    };

    std::string request;        ///< "GET http://localhost/users/7"
    std::string outcome;        ///< "answered by /users/{id:int}", "404: no route has this path"
    std::optional<int> status;  ///< where no step is asked: 204, 404, 405
    std::string from;           ///< the action's place, or that of the group whose 404 it is
    std::string name;           ///< of the route, for url()
    std::vector<Rival> rivals;  ///< in the order in which they are tried
    std::vector<Row> parameters;
    std::vector<Row> steps;  ///< `before` of the groups first, then the action's own
    std::vector<Row> limits;
    std::vector<Row> headers;
    std::vector<Row> error_pages;
};

/// `debug_from` says who turned debug mode on or off, if a flag did.
Explanation explain(Site& site, const config::Loaded& loaded, const http::Request& request,
                    std::string_view debug_from = {});

/// For people: a section for each part.
std::string to_text(const Explanation& explanation);
/// For programs: the same, by the members' names.
value::Value to_value(const Explanation& explanation);

}  // namespace tined::handlers
