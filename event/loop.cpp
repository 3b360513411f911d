#include "event/loop.hpp"

#include <event2/event.h>
#include <unistd.h>

#include <cassert>
#include <stdexcept>
#include <utility>

#include "event/mailbox.hpp"
#include "event/running_set.hpp"

namespace tined::event {
namespace {

constinit thread_local Loop* current_loop = nullptr;

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

// They do not throw: it would be a fault of who has put one there.
void end_background_task(void* /*context*/, std::exception_ptr thrown,
                         const std::source_location& /*made_at*/) noexcept {
    if (thrown) std::rethrow_exception(thrown);
}

}  // namespace

Loop& Loop::current() {
    if (current_loop == nullptr) throw std::logic_error("no event loop runs in this thread");
    return *current_loop;
}

Loop::Entered::Entered(Loop& loop) noexcept : before_(std::exchange(current_loop, &loop)) {}
Loop::Entered::~Entered() { current_loop = before_; }

void Loop::Free::operator()(event_base* base) const noexcept { event_base_free(base); }

Loop::Loop() : base_(make_base()), made_by_(getpid()) {
    if (base_ == nullptr) throw std::runtime_error("cannot make an event loop: no epoll(7)");
}

Loop::~Loop() {
    const Entered here(*this);  // what still runs may tell what it could not
    if (background_ != nullptr) background_->close();
    if (mailbox_ != nullptr) mailbox_->close();
}

void Loop::run() {
    // Not in every iteration: glibc's getpid() is a system call.
    assert(made_by_ == getpid());
    const Entered here(*this);
    is_stopping_ = false;
    while (!is_stopping_ && iterate()) {
    }
}

bool Loop::run_once() {
    const Entered here(*this);
    return iterate();
}

bool Loop::iterate() {
    const bool had_work = has_work();
    if (!had_work && !can_be_woken()) return false;
    const int waiting = had_work ? EVLOOP_ONCE | EVLOOP_NONBLOCK : EVLOOP_ONCE;
    // Time passes while it waits; the first callback that asks reads the clock anew.
    knows_now_ = false;
    const int outcome = event_base_loop(base_.get(), waiting);
    if (outcome < 0) throw std::runtime_error("waiting for events failed");
    run_posted();
    run_ready();
    if (beat_ != nullptr) beat_(beat_context_);
    return outcome == 0 || had_work || has_work();
}

// The mailbox is always registered, but counts only while somebody expects something of it.
bool Loop::can_be_woken() const noexcept {
    return mailbox_ == nullptr || mailbox_->is_expecting() ||
           event_base_get_num_events(base_.get(), EVENT_BASE_COUNT_ADDED) > 1;
}

std::shared_ptr<Mailbox> Loop::mailbox() {
    if (mailbox_ == nullptr) mailbox_ = std::make_shared<Mailbox>(*this);
    return mailbox_;
}

RunningSet& Loop::background() {
    if (background_ == nullptr) {
        background_ = std::make_unique<RunningSet>(end_background_task, nullptr);
    }
    return *background_;
}

void Loop::post(std::move_only_function<void()> function) {
    posted_.push_back(std::move(function));
}

void Loop::set_heartbeat(void (*beat)(void*), void* context) noexcept {
    beat_ = beat;
    beat_context_ = context;
}

void Loop::set_on_unheard(OnUnheard on_unheard, void* context) noexcept {
    on_unheard_ = on_unheard;
    unheard_context_ = context;
}

void Loop::tell_unheard(const std::exception_ptr& thrown,
                        const std::source_location& made_at) noexcept {
    if (current_loop == nullptr || current_loop->on_unheard_ == nullptr) return;
    current_loop->on_unheard_(current_loop->unheard_context_, thrown, made_at);
}

void Loop::run_posted() noexcept {
    if (posted_.empty()) return;
    running_.swap(posted_);
    for (auto& function : running_) function();
    running_.clear();
}

void Loop::run_ready() noexcept {
    for (int turn = 0; turn < most_turns && !ready_.is_empty(); ++turn) {
        WaiterList now;
        now.take_all(ready_);
        while (Waiter* const waiter = now.pop()) waiter->resume();
    }
}

}  // namespace tined::event
