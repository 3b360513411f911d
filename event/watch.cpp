#include "event/watch.hpp"

#include <event2/event.h>

#include "event/loop.hpp"

namespace tined::event {

namespace {

short flags(Readiness readiness, Trigger trigger) noexcept {
    const int what = readiness == Readiness::readable ? EV_READ : EV_WRITE;
    if (trigger == Trigger::level) return static_cast<short>(what | EV_PERSIST);
    const int end = readiness == Readiness::readable ? EV_CLOSED : 0;
    return static_cast<short>(what | end | EV_ET | EV_PERSIST);
}

}  // namespace

bool tells_end(short what) noexcept { return (what & EV_CLOSED) != 0; }

Watch::Watch(Loop& loop, int fd, Readiness readiness, Callback callback, void* context,
             Trigger trigger) noexcept {
    event_assign(&event_, loop.base(), fd, flags(readiness, trigger), callback, context);
}

Watch::~Watch() { stop(); }

bool Watch::start() noexcept { return is_started() || event_add(&event_, nullptr) == 0; }

void Watch::stop() noexcept { event_del(&event_); }

bool Watch::restart() noexcept {
    stop();
    return start();
}

bool Watch::is_started() const noexcept {
    return event_pending(&event_, EV_READ | EV_WRITE, nullptr) != 0;
}

}  // namespace tined::event
