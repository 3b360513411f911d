#include "event/watch.hpp"

#include <event2/event.h>

#include "event/loop.hpp"

namespace tined::event {

Watch::Watch(Loop& loop, int fd, Readiness readiness, Callback callback, void* context) noexcept {
    const short what = readiness == Readiness::readable ? EV_READ : EV_WRITE;
    event_assign(&event_, loop.base(), fd, static_cast<short>(what | EV_PERSIST), callback,
                 context);
}

Watch::~Watch() { stop(); }

bool Watch::start() noexcept { return is_started() || event_add(&event_, nullptr) == 0; }

void Watch::stop() noexcept { event_del(&event_); }

bool Watch::is_started() const noexcept {
    return event_pending(&event_, EV_READ | EV_WRITE, nullptr) != 0;
}

}  // namespace tined::event
