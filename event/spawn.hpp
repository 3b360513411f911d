// spawn: starts a task at once, beside the one that goes on; its owner awaits it later, or not.
//
// Structured: the task lives no longer than its Spawned, whose destruction cancels it. Many whose
// results nobody takes belong in a TaskGroup (event/task_group.hpp). It belongs to no activity of
// the loop, as its owner may outlive that in which it was started. What it has thrown when it goes
// without having been awaited is told to the loop (Loop::set_on_unheard): of a worker it is logged.
#pragma once

#include <cassert>
#include <exception>
#include <source_location>
#include <utility>

#include "event/loop.hpp"
#include "event/task.hpp"
#include "event/waiter.hpp"

namespace tined::event {

/// While it lives, what starts belongs to no activity.
class OutsideActivity {
public:
    explicit OutsideActivity(Loop& loop) noexcept : loop_(loop), activity_(loop.activity()) {
        loop.switch_activity(nullptr);
    }
    ~OutsideActivity() { loop_.switch_activity(activity_); }
    OutsideActivity(const OutsideActivity&) = delete;
    OutsideActivity& operator=(const OutsideActivity&) = delete;

private:
    Loop& loop_;
    Activity* activity_;
};

template <typename T>
class [[nodiscard("a task that nobody owns is cancelled")]] Spawned {
public:
    /// Runs `task` in here until it ends or first suspends.
    explicit Spawned(Task<T> task) : Spawned(Loop::current(), std::move(task)) {}

    /// No more than one coroutine at a time waits for it, and none while it moves.
    Spawned(Spawned&&) noexcept = default;
    Spawned& operator=(Spawned&& other) noexcept {
        if (this == &other) return *this;
        tell_if_unheard();
        running_ = std::move(other.running_);
        return *this;
    }
    ~Spawned() { tell_if_unheard(); }

    bool is_done() const noexcept { return running_.is_done(); }
    /// True until its result was taken, or it was cancelled.
    bool has_task() const noexcept { return running_.has_task(); }

    /// Destroys its frames. Nobody waits for it, and it is not called by the task itself.
    void cancel() noexcept {
        tell_if_unheard();
        running_.cancel();
    }

    /// The result, or what it threw: once, and only when is_done().
    T take() { return running_.take(); }

    /// Waits for the end; gives the result or throws what the task threw. Once. When the waiting
    /// coroutine is cancelled the task goes on, for its owner.
    auto operator co_await() noexcept { return Awaiter(running_); }

    /// For wait() (event/wait.hpp).
    Running<T>& running() noexcept { return running_; }

private:
    class Awaiter final : private Waiter {
    public:
        explicit Awaiter(Running<T>& running) : Waiter(Loop::current()), running_(running) {
            assert(running.has_task());
        }
        ~Awaiter() {
            if (is_waiting_) running_.call_at_end(nullptr, nullptr);
        }
        bool await_ready() const noexcept { return running_.is_done(); }
        void await_suspend(Suspended whom) noexcept {
            is_waiting_ = true;
            running_.call_at_end(&Awaiter::on_done, this);
            suspend(whom);
        }
        T await_resume() { return running_.take(); }

    private:
        static void on_done(void* self) {
            auto& awaiter = *static_cast<Awaiter*>(self);
            awaiter.is_waiting_ = false;
            awaiter.resume();
        }

        Running<T>& running_;
        bool is_waiting_ = false;
    };

    Spawned(Loop& loop, Task<T> task) {
        const OutsideActivity here(loop);
        running_ = Running<T>(std::move(task), nullptr, nullptr);
    }
    // What it threw was for who would have awaited it.
    void tell_if_unheard() noexcept {
        if (!running_.is_done() || !running_.has_thrown()) return;
        const std::source_location made_at = running_.made_at();
        try {
            static_cast<void>(running_.take());
        } catch (...) {
            Loop::tell_unheard(std::current_exception(), made_at);
        }
    }

    Running<T> running_;
};

template <typename T>
Spawned<T> spawn(Task<T> task) {
    return Spawned<T>(std::move(task));
}

}  // namespace tined::event
