#include "event/task.hpp"

#include <cstdio>
#include <cstdlib>

namespace tined::event {
namespace {

// Destructors run inside one another, so it is a depth. Of the thread, as the frames are.
constinit thread_local int cancellations = 0;

}  // namespace

Cancelling::Cancelling() noexcept { ++cancellations; }
Cancelling::~Cancelling() { --cancellations; }

void TaskPromise::report_dropped(const std::source_location& made_at) noexcept {
    if (cancellations > 0 || std::uncaught_exceptions() > 0) return;
    std::fprintf(stderr, "%s:%u: a task of '%s' was dropped and never awaited\n",
                 made_at.file_name(), made_at.line(), made_at.function_name());
    std::abort();
}

}  // namespace tined::event
