// What a worker was at: told of one that died, and of one that hangs. Read out of its row of the
// scoreboard, which may hold anything after a crash: all text is escaped, all lists are bounded.
#pragma once

#include <optional>
#include <string>

#include "base/process.hpp"
#include "base/scoreboard.hpp"

namespace tined::daemon {

using RowClock = base::ScoreboardRow::Clock;

/// "GET /a (request 0123456789abcdef, route tined.yaml:4:5 /a, steps, since 0.012 s)"
std::string describe_request(const base::RequestEntry& request, RowClock::time_point now);

/// "; it ran GET /a (...); 3 requests waited: POST /up (...), ...; at address 0x0; stack: f < g".
/// Of these only what there is: a worker that had nothing to do and left no record has "".
std::string last_words(const base::ScoreboardRow& row, RowClock::time_point now);

/// What a dead worker's request is known by, if it is to blame: the worker's loop was running it
/// when it died of SIGSEGV, SIGBUS, SIGILL, SIGFPE or SIGABRT, the last also where it was sent for
/// a hang. A kill by anybody else, or running out of memory, is no request's fault.
std::optional<std::uint64_t> culprit(const base::ScoreboardRow& row, const base::Exit& exit);

}  // namespace tined::daemon
