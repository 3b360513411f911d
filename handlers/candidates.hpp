// Which routes a request might have come to, and why each but one did not answer it: for
// `tined explain`. The router decides; this only puts its decision into words.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "handlers/route.hpp"
#include "handlers/route_match.hpp"
#include "http/request.hpp"

namespace tined::handlers {

struct Candidate {
    const Route* route;
    bool answers = false;
    std::string why;  ///< "answers", or why not: "GET only"
};

/// Every route whose path is the request's, also those of other hosts and methods, and those whose
/// path differs only where a parameter is of another type; in the order in which they are tried.
/// `match` is what the router found.
std::vector<Candidate> find_candidates(const std::deque<Route>& routes,
                                       const std::deque<Group>& groups, const Match& match,
                                       const http::Request& request);

}  // namespace tined::handlers
