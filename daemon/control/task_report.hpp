// What `tined tasks` tells: of each worker the coroutines that are suspended on its loop. The
// worker makes its own part, the master puts the parts together, the command prints them.
#pragma once

#include <cstddef>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>

#include "event/loop.hpp"
#include "value/value.hpp"

namespace tined::daemon {

/// Of one worker, in bytes: those that wait longest are in it, the others are counted.
constexpr std::size_t longest_task_report = std::size_t{16} * 1024;

/// In the worker, by the loop's thread. {count, tasks: [{seconds, activity, places, cut}]}; a place
/// is {function, file, line}, the innermost first. As JSON.
std::string report_tasks(const event::Loop& loop);

/// "shop::list" of what std::source_location names: without result type and parameters.
std::string short_function(std::string_view pretty);

/// "shop::list at shop/list.cpp:12".
std::string describe(const std::source_location& place);

/// What people read of {workers: [{slot, pid, trouble} or {slot, pid, count, tasks}]}, in lines.
/// Nothing if `json` is not that.
std::optional<std::string> print_tasks(std::string_view json);

}  // namespace tined::daemon
