// TaskGroup: any number of tasks whose results nobody takes, as a server's connections: spawned at
// any time, by its owner or by one another, and freed as they end.
//
// Structured: the group's end is the end of all its tasks. One that throws cancels the others; what
// is spawned afterwards is dropped, and join() throws what it threw. What others throw besides, or
// nobody has joined for, is told to the loop (Loop::set_on_unheard). They belong to no activity of
// the loop, as spawned tasks do.
#pragma once

#include <cstddef>
#include <exception>
#include <source_location>
#include <utility>

#include "event/loop.hpp"
#include "event/running_set.hpp"
#include "event/sleep.hpp"
#include "event/spawn.hpp"
#include "event/task.hpp"
#include "event/waiter.hpp"

namespace tined::event {

class TaskGroup {
public:
    /// Of the current loop.
    TaskGroup() : loop_(Loop::current()), running_(&TaskGroup::on_end, this) {}
    TaskGroup(const TaskGroup&) = delete;
    TaskGroup& operator=(const TaskGroup&) = delete;
    ~TaskGroup() {
        if (thrown_) Loop::tell_unheard(thrown_, thrown_by_);
    }

    /// Runs `task` in here until it ends or first suspends.
    void spawn(Task<> task) {
        if (has_failed_) return std::move(task).drop();
        const OutsideActivity here(loop_);
        running_.start(std::move(task));
    }
    /// Destroys the frames of all. Not to be called by one of them.
    void cancel() noexcept {
        running_.cancel();
        wake_if_empty();
    }
    std::size_t size() const noexcept { return running_.size(); }

    class [[nodiscard("joins only when awaited")]] Joining final : private Waiter {
    public:
        explicit Joining(TaskGroup& group) : Waiter(group.loop_), group_(group) {}
        bool await_ready() const noexcept { return group_.size() == 0; }
        void await_suspend(Suspended whom) noexcept {
            group_.joining_.push(*this);
            suspend(whom);
        }
        void await_resume() {
            if (group_.thrown_) std::rethrow_exception(std::exchange(group_.thrown_, nullptr));
        }

    private:
        TaskGroup& group_;
    };

    /// co_await goes on when no task is left; throws what the first of them threw that threw.
    Joining join() { return Joining(*this); }

private:
    static void on_end(void* self, std::exception_ptr thrown,
                       const std::source_location& made_at) noexcept {
        static_cast<TaskGroup*>(self)->end_one(std::move(thrown), made_at);
    }
    void end_one(std::exception_ptr thrown, const std::source_location& made_at) noexcept {
        if (thrown && has_failed_) {
            Loop::tell_unheard(thrown, made_at);
        } else if (thrown) {
            has_failed_ = true;
            thrown_ = std::move(thrown);
            thrown_by_ = made_at;
            cancelling_ = Running<void>(cancel_soon(), nullptr, nullptr);
        }
        wake_if_empty();
    }
    // Not at once: one of them may be the one that spawned what threw, and run at the moment.
    Task<> cancel_soon() {
        co_await sleep_for(Loop::Clock::duration::zero());
        cancel();
    }
    void wake_if_empty() noexcept {
        if (size() > 0) return;
        while (Waiter* const waiter = joining_.pop()) loop_.make_ready(*waiter);
    }

    Loop& loop_;
    std::exception_ptr thrown_;  // until join() has thrown it
    std::source_location thrown_by_;
    WaiterList joining_;
    bool has_failed_ = false;
    RunningSet running_;
    Running<void> cancelling_;
};

}  // namespace tined::event
