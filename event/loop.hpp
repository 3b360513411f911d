// A worker's event loop: libevent's event_base, one iteration at a time.
//
// Made after the fork that makes the worker, never before: an epoll descriptor that two processes
// share reports each one's sockets to the other. run() asserts it.
// One thread; nothing here may be called from another one, or from a signal handler.
//
// Callbacks (of Watch, of Timer, what is posted) must not throw: an exception cannot cross
// libevent's frames, and has nobody to go to, so the process ends there and then.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <source_location>
#include <vector>

#include "event/activity.hpp"
#include "event/waiter.hpp"

struct event_base;

namespace tined::event {

class Executor;
class Mailbox;
class RunningSet;

class Loop {
public:
    using Clock = std::chrono::steady_clock;

    /// The one that runs in this thread, or has been entered: what a coroutine waits on that was
    /// not told which. A thread runs one loop at a time, so this is a property of the thread, as
    /// its frame pool is; the alternative would be an argument of every function of every handler.
    /// Throws std::logic_error if there is none.
    static Loop& current();

    /// While it lives, `loop` is the current one: for who starts a task from outside of run().
    class Entered {
    public:
        explicit Entered(Loop& loop) noexcept;
        ~Entered();
        Entered(const Entered&) = delete;
        Entered& operator=(const Entered&) = delete;

    private:
        Loop* before_;
    };

    /// Throws std::runtime_error when the kernel gives no epoll descriptor.
    Loop();
    /// All that watches through this loop must be gone by then, but for what background() runs:
    /// that is cancelled first. What other threads send is dropped from here on.
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    /// Iterates until stop(), or until nothing is registered that could ever wake it. Throws
    /// std::runtime_error if waiting itself fails.
    void run();

    /// One iteration: waits until something is ready, and handles all that is. False if nothing is
    /// registered that could ever become ready.
    bool run_once();

    /// run() returns at the end of this iteration; all that is ready in it is handled before.
    void stop() noexcept { is_stopping_ = true; }

    /// The time of this iteration: read from the clock when first asked for in it.
    Clock::time_point now() noexcept {
        if (!knows_now_) {
            now_ = Clock::now();
            knows_now_ = true;
        }
        return now_;
    }

    /// Runs `function` at the end of this iteration, after the callbacks of all that was ready, and
    /// before the loop waits again. One that is posted by a posted function runs in the next
    /// iteration, which then does not wait, so that what is ready gets its turn.
    void post(std::move_only_function<void()> function);

    /// Resumes `waiter` in the next turn. Turns come at the end of each iteration, after what is
    /// posted. Those that are made ready in a turn have the next one, which comes at once unless
    /// there have been `most_turns` of them: then what is ready elsewhere is looked after first.
    void make_ready(Waiter& waiter) noexcept { ready_.push(waiter); }
    static constexpr int most_turns = 32;

    /// Where other threads leave what shall be done here. Made when first asked for, as it costs a
    /// descriptor. Throws std::runtime_error when there is none.
    std::shared_ptr<Mailbox> mailbox();

    /// Tasks that nobody waits for any more and that shall come to their end all the same. They
    /// must not throw. Empty when first asked for.
    RunningSet& background();

    /// The threads for what blocks; null: there are none. The executor itself sets it.
    Executor* executor() const noexcept { return executor_; }
    void set_executor(Executor* executor) noexcept { executor_ = executor; }

    /// Calls `beat(context)` at the end of each iteration; null ends it. Who must beat while
    /// nothing happens starts a periodic Timer besides, to have iterations.
    void set_heartbeat(void (*beat)(void*), void* context) noexcept;

    /// What it works on; null: nothing that anybody has named. Whoever begins one in a callback
    /// ends it, or has all that is left of it waiting, before the callback returns.
    Activity* activity() const noexcept { return activity_; }
    void set_activity(Activity* activity) noexcept { activity_ = activity; }
    /// Puts the present one away, and goes on with `next`; both, or either, may be none. `next` is
    /// one that was put away before.
    void switch_activity(Activity* next) noexcept {
        if (activity_ == next) return;
        if (activity_ != nullptr) activity_->on_suspended();
        activity_ = next;
        if (next != nullptr) next->on_resumed();
    }

    /// Is told what a task has thrown that nobody awaits any more, and of which coroutine it is: a
    /// spawned task's, when its owner drops it, and the like. Without it such exceptions are lost.
    using OnUnheard = void (*)(void* context, const std::exception_ptr& thrown,
                               const std::source_location& made_at) noexcept;
    void set_on_unheard(OnUnheard on_unheard, void* context) noexcept;
    /// Tells the current loop's, if there is one.
    static void tell_unheard(const std::exception_ptr& thrown,
                             const std::source_location& made_at) noexcept;

    /// The coroutines that wait on this loop; event/waiting.hpp makes a list of them.
    SuspendedWaiters& suspended() noexcept { return suspended_; }
    const SuspendedWaiters& suspended() const noexcept { return suspended_; }

    // For the classes of event/ only.
    event_base* base() const noexcept { return base_.get(); }
    /// Whom a callback is about; whoever is destroyed in it says so here.
    const void* dispatched() const noexcept { return dispatched_; }
    void set_dispatched(const void* whom) noexcept { dispatched_ = whom; }

private:
    struct Free {
        void operator()(event_base* base) const noexcept;
    };

    bool iterate();
    bool has_work() const noexcept { return !posted_.empty() || !ready_.is_empty(); }
    bool can_be_woken() const noexcept;
    void run_posted() noexcept;
    void run_ready() noexcept;

    std::unique_ptr<event_base, Free> base_;
    std::vector<std::move_only_function<void()>> posted_;
    std::vector<std::move_only_function<void()>> running_;  // kept for its memory
    SuspendedWaiters suspended_;
    WaiterList ready_;
    std::shared_ptr<Mailbox> mailbox_;  // shared: threads may hold it longer than the loop lives
    std::unique_ptr<RunningSet> background_;
    Executor* executor_ = nullptr;
    void (*beat_)(void*) = nullptr;
    void* beat_context_ = nullptr;
    OnUnheard on_unheard_ = nullptr;
    void* unheard_context_ = nullptr;
    Activity* activity_ = nullptr;
    const void* dispatched_ = nullptr;
    Clock::time_point now_;
    pid_t made_by_;
    bool knows_now_ = false;
    bool is_stopping_ = false;
};

}  // namespace tined::event
