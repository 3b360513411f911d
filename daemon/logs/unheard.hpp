// What a task has thrown that nobody awaits any more is an error in the log, and not lost.
#pragma once

#include "event/loop.hpp"

namespace tined::daemon {

/// From now on, for the tasks of `loop`: "a task threw, and nobody awaits it: WHAT; it is FUNCTION
/// at FILE:LINE", a line each.
void log_unheard(event::Loop& loop) noexcept;

}  // namespace tined::daemon
