#include "event/loop.hpp"

#include <event2/event.h>
#include <unistd.h>

#include <cassert>
#include <stdexcept>
#include <utility>

namespace tined::event {
namespace {

// No locks: one thread. No precise timers: a coarse clock is read without a system call and no
// timerfd is armed. No changelist: it saves epoll_ctl calls for descriptors whose events come and
// go within one iteration; ours stay registered from accept to close, so it saves none, and it
// goes wrong for a descriptor that is closed and handed out again before the next wait.
event_base* make_base() {
    // Else libevent writes to standard error what its calls return as well.
    event_set_log_callback([](int, const char*) {});
    event_config* config = event_config_new();
    if (config == nullptr) return nullptr;
    event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_IGNORE_ENV);
    event_config_require_features(config, EV_FEATURE_O1 | EV_FEATURE_ET);
    event_base* base = event_base_new_with_config(config);
    event_config_free(config);
    return base;
}

}  // namespace

void Loop::Free::operator()(event_base* base) const noexcept { event_base_free(base); }

Loop::Loop() : base_(make_base()), made_by_(getpid()) {
    if (base_ == nullptr) throw std::runtime_error("cannot make an event loop: no epoll(7)");
}

Loop::~Loop() = default;

void Loop::run() {
    // Not in every iteration: glibc's getpid() is a system call.
    assert(made_by_ == getpid());
    is_stopping_ = false;
    while (!is_stopping_ && run_once()) {
    }
}

bool Loop::run_once() {
    const int waiting = posted_.empty() ? EVLOOP_ONCE : EVLOOP_ONCE | EVLOOP_NONBLOCK;
    const bool had_posted = !posted_.empty();
    // Time passes while it waits; the first callback that asks reads the clock anew.
    knows_now_ = false;
    const int outcome = event_base_loop(base_.get(), waiting);
    if (outcome < 0) throw std::runtime_error("waiting for events failed");
    run_posted();
    if (beat_ != nullptr) beat_(beat_context_);
    return outcome == 0 || had_posted || !posted_.empty();
}

void Loop::post(std::move_only_function<void()> function) {
    posted_.push_back(std::move(function));
}

void Loop::set_heartbeat(void (*beat)(void*), void* context) noexcept {
    beat_ = beat;
    beat_context_ = context;
}

void Loop::run_posted() noexcept {
    if (posted_.empty()) return;
    running_.swap(posted_);
    for (auto& function : running_) function();
    running_.clear();
}

}  // namespace tined::event
