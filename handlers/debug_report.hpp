// All that debug mode tells of a request that went wrong, as a value: what its page, its text and
// its JSON are made of. Secrets are masked in it already (masking.hpp).
#pragma once

#include <span>
#include <string>

#include "config/place.hpp"
#include "handlers/candidates.hpp"
#include "handlers/exchange.hpp"
#include "handlers/failure.hpp"
#include "handlers/request_trace.hpp"
#include "value/value.hpp"

namespace tined::handlers {

/// A map with status, reason, message, excerpts, route, candidates, request, headers, arguments,
/// cookies, files and phases; an excerpt has file, line, column, message and lines; those behind
/// the first are the steps that led there (is_step), the nearest first. Reads the files that are
/// named. `candidates` are the routes that did not answer, of a path that nobody takes.
value::Value debug_report(const Failure& failure, const Exchange& exchange,
                          const RequestTrace& trace, std::span<const Candidate> candidates);

/// Of a site that could not be compiled as it is now: status, reason, and an excerpt for each of
/// `problems`, with its message and the key's path.
value::Value debug_report(std::span<const config::Problem> problems);

}  // namespace tined::handlers
