// The coroutines that are suspended on a loop, each with the co_awaits at which it and those that
// wait for it stand: for people who look at a worker that runs.
#pragma once

#include <cstddef>
#include <source_location>
#include <string>
#include <vector>

#include "event/loop.hpp"

namespace tined::event {

struct Waiting {
    /// Of the co_awaits, the innermost first: where it waits, where the coroutine that awaits it
    /// does, and so on.
    std::vector<std::source_location> places;
    bool has_more_places = false;
    Loop::Clock::time_point since;
    std::string activity;  ///< in which it waits; empty: in none
};

/// The `most` that wait longest, the longest first; of each `depth` places. In the loop's thread,
/// and outside of all activities.
std::vector<Waiting> waiting_on(const Loop& loop, std::size_t most, std::size_t depth);

/// How many there are.
std::size_t count_waiting_on(const Loop& loop) noexcept;

}  // namespace tined::event
