#include "event/timer.hpp"

#include <event2/event.h>
#include <sys/time.h>

#include <algorithm>
#include <cassert>
#include <new>

namespace tined::event {
namespace {

timeval to_timeval(Loop::Clock::duration duration) noexcept {
    using std::chrono::ceil, std::chrono::floor;
    // Rounded up: a timer that fires before its time makes its owner wait again.
    const auto whole = ceil<std::chrono::microseconds>(std::max(duration, duration.zero()));
    const auto seconds = floor<std::chrono::seconds>(whole);
    return {.tv_sec = seconds.count(), .tv_usec = (whole - seconds).count()};
}

}  // namespace

Timer::Timer(Loop& loop, Callback callback, void* context) noexcept {
    event_assign(&event_, loop.base(), -1, 0, callback, context);
}

Timer::~Timer() { stop(); }

void Timer::start(Loop::Clock::duration after) { add(after, 0); }

void Timer::start_periodic(Loop::Clock::duration period) {
    assert(period > period.zero());
    add(period, EV_PERSIST);
}

void Timer::stop() noexcept { event_del(&event_); }

bool Timer::is_started() const noexcept { return event_pending(&event_, EV_TIMEOUT, nullptr) != 0; }

void Timer::add(Loop::Clock::duration after, short flags) {
    stop();
    // The kind is part of what event_assign() sets, and may only change while it is not registered.
    event_assign(&event_, event_get_base(&event_), -1, flags, event_get_callback(&event_),
                 event_get_callback_arg(&event_));
    const timeval wait = to_timeval(after);
    if (event_add(&event_, &wait) != 0) throw std::bad_alloc();  // its heap could not grow
}

}  // namespace tined::event
