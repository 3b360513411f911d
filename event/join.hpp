// Join: one coroutine waits for several tasks that it runs side by side. What gather, first_of,
// with_timeout and wait are made of.
//
// The tasks belong to the activity of who waits: each of them is started within it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <variant>

#include "event/loop.hpp"
#include "event/task.hpp"
#include "event/waiter.hpp"

namespace tined::event {

/// What stands for a task's result in tuples and variants.
template <typename T>
using ValueOf = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

class Join final : private Waiter {
public:
    Join() : Waiter(Loop::current()), activity_(loop().activity()) {}

    /// One more, which is about to be started.
    void expect_one() noexcept {
        ++left_;
        loop().switch_activity(activity_);
    }
    /// One ended. With `settles` it does not matter any more how the others do. Who waits goes on
    /// in here, and may destroy this.
    void one_ended(bool settles) {
        --left_;
        if (settles) is_settled_ = true;
        if (is_waiting_ && is_over()) go_on();
    }
    /// Nothing is waited for any more. As one_ended().
    void give_up() {
        is_settled_ = true;
        if (is_waiting_) go_on();
    }
    bool is_settled() const noexcept { return is_settled_; }
    bool is_over() const noexcept { return left_ == 0 || is_settled_; }

    /// Until is_over().
    bool await_ready() noexcept {
        loop().switch_activity(activity_);
        return is_over();
    }
    void await_suspend(Suspended whom) noexcept {
        is_waiting_ = true;
        suspend(whom);
    }
    void await_resume() const noexcept {}

private:
    void go_on() {
        is_waiting_ = false;
        resume();
    }

    Activity* activity_;
    std::size_t left_ = 0;
    bool is_settled_ = false;
    bool is_waiting_ = false;
};

/// Which end of a task leaves no reason to wait for the others.
enum class Settles : std::uint8_t { by_throwing, by_ending };

/// A task that runs for a Join. It does not move once it is started.
template <typename T>
class Child {
public:
    Child() noexcept = default;
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Runs `task` in here until it ends or first suspends; if `join` is settled already, it never
    /// runs. `join` outlives this.
    void start(Join& join, Task<T> task, Settles settles) {
        if (join.is_settled()) return std::move(task).drop();
        join_ = &join;
        settles_ = settles;
        join.expect_one();
        running_ = Running<T>(std::move(task), &Child::on_done, this);
        if (running_.is_done()) tell();
    }
    bool is_done() const noexcept { return running_.is_done(); }
    void throw_if_thrown() {
        if (is_done() && running_.has_thrown()) running_.take();
    }

    ValueOf<T> take() {
        if constexpr (std::is_void_v<T>) {
            running_.take();
            return {};
        } else {
            return running_.take();
        }
    }

private:
    static void on_done(void* self) { static_cast<Child*>(self)->tell(); }
    void tell() { join_->one_ended(settles_ == Settles::by_ending || running_.has_thrown()); }

    Join* join_ = nullptr;
    Settles settles_ = Settles::by_throwing;
    Running<T> running_;
};

}  // namespace tined::event
