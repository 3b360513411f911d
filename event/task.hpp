// Task<T>: the result of a coroutine that the loop's thread runs.
//
// Lazy: the body does not start until the task is awaited (or given to Running). It is awaited at
// most once, by one coroutine, and resumes that coroutine when it ends. What the body throws is
// thrown by the co_await. Destroying a task that is suspended destroys its frame, and with it those
// of the tasks that it awaits: destructors run, and every awaitable of event/ unregisters itself in
// its own. That is the whole of cancellation.
//
// Awaiting runs the child inside await_suspend() and suspends the parent only if the child did not
// come to its end. So a loop over any number of finished tasks needs no more stack than one: with
// symmetric transfer alone it would overflow wherever the compiler makes no tail calls (-O0, the
// sanitizers). Symmetric transfer is for what truly suspended.
//
// In builds for working on, a task that is dropped without having been awaited ends the process,
// and names the coroutine: nothing of it would ever run, and that is never meant. It is no error
// where an exception passes, where the frame that holds the task is cancelled, and after drop().
//
// One thread only. A coroutine takes parameters by value, or references to what its awaiting caller
// owns; a lambda with captures must not be a coroutine (the captures die with the lambda).
#pragma once

#include <cassert>
#include <concepts>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <source_location>
#include <type_traits>
#include <utility>
#include <variant>

#include "event/call_site.hpp"
#include "event/frame_pool.hpp"

namespace tined::event {

template <typename T>
class Task;
template <typename T>
class Running;

/// True in builds for working on: not optimised, or under a sanitizer.
#if !defined(__OPTIMIZE__) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool checks_dropped_tasks = true;
#else
inline constexpr bool checks_dropped_tasks = false;
#endif

/// While it lives, frames are destroyed on purpose: what they hold may be dropped.
class Cancelling {
public:
    Cancelling() noexcept;
    ~Cancelling();
    Cancelling(const Cancelling&) = delete;
    Cancelling& operator=(const Cancelling&) = delete;
};

/// What the promises of all tasks share: the frame's memory and who is to be told of the end.
class TaskPromise : public AwaitedPromise {
public:
    static void* operator new(std::size_t size) { return FramePool::allocate(size); }
    static void operator delete(void* frame, std::size_t size) noexcept {
        FramePool::release(frame, size);
    }

    std::suspend_always initial_suspend() const noexcept { return {}; }

    // The promise is not touched after tell_the_end(): whoever is told may destroy the frame.
    struct Ended {
        bool await_ready() const noexcept { return false; }
        void await_resume() const noexcept {}
        template <std::derived_from<TaskPromise> Promise>
        std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> ended) const noexcept {
            return ended.promise().tell_the_end();
        }
    };
    Ended final_suspend() const noexcept { return {}; }

    void begin(std::coroutine_handle<> self) {
        is_begun_ = true;
        self.resume();
    }
    /// Ends the process if the task should have begun: only in builds for working on.
    void expect_begun() const noexcept {
        if (!is_begun_) report_dropped(made_at_);
    }
    bool is_begun() const noexcept { return is_begun_; }
    /// Names the coroutine, and where it stands.
    const std::source_location& made_at() const noexcept { return made_at_; }

    void resume_at_end(const Suspended& awaiting) noexcept {
        whom_ = awaiting.coroutine.address();
        set_awaited_at(awaiting.site);
    }
    void call_at_end(void (*on_done)(void*), void* context) noexcept {
        on_done_ = on_done;
        whom_ = context;
    }

protected:
    explicit TaskPromise() noexcept = default;
    void set_made_at(std::source_location where) noexcept { made_at_ = where; }

private:
    static void report_dropped(const std::source_location& made_at) noexcept;

    std::coroutine_handle<> tell_the_end() const noexcept {
        if (on_done_ != nullptr) {
            on_done_(whom_);
            return std::noop_coroutine();
        }
        if (whom_ != nullptr) return std::coroutine_handle<>::from_address(whom_);
        return std::noop_coroutine();  // ended at once: who resumed it looks at done()
    }

    void (*on_done_)(void*) = nullptr;
    void* whom_ = nullptr;  // a coroutine's frame, or the context of on_done_
    std::source_location made_at_;
    bool is_begun_ = false;
};

template <typename T>
class ResultPromise final : public TaskPromise {
public:
    // The default argument is evaluated in the coroutine, and so names it.
    Task<T> get_return_object(
        std::source_location made_at = std::source_location::current()) noexcept;
    bool has_thrown() const noexcept { return result_.index() == 2; }
    void unhandled_exception() noexcept { result_.template emplace<2>(std::current_exception()); }

    template <typename U = T>
        requires std::constructible_from<T, U&&>
    void return_value(U&& value) {
        result_.template emplace<1>(std::forward<U>(value));
    }

    T take() {
        if (result_.index() == 2) std::rethrow_exception(std::get<2>(std::move(result_)));
        assert(result_.index() == 1);
        return std::get<1>(std::move(result_));
    }

private:
    std::variant<std::monostate, T, std::exception_ptr> result_;
};

template <>
class ResultPromise<void> final : public TaskPromise {
public:
    inline Task<void> get_return_object(
        std::source_location made_at = std::source_location::current()) noexcept;
    bool has_thrown() const noexcept { return thrown_ != nullptr; }
    void unhandled_exception() noexcept { thrown_ = std::current_exception(); }
    void return_void() const noexcept {}

    void take() {
        if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
    }

private:
    std::exception_ptr thrown_;
};

template <typename T = void>
class [[nodiscard("a task that is not awaited never runs")]] Task {
    static_assert(!std::is_reference_v<T>, "a task returns a value");

public:
    using promise_type = ResultPromise<T>;
    using value_type = T;

    Task(Task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
    Task& operator=(Task&& other) noexcept {
        if (this != &other) destroy(std::exchange(frame_, std::exchange(other.frame_, nullptr)));
        return *this;
    }
    ~Task() { destroy(frame_); }

    /// Runs the body in here until it ends or first suspends. The task must outlive the co_await,
    /// as `co_await f()` and `co_await std::move(kept)` see to.
    auto operator co_await() && noexcept {
        struct Awaiter {
            std::coroutine_handle<promise_type> child;

            bool await_ready() const noexcept { return false; }
            bool await_suspend(Suspended awaiting) const {
                child.promise().begin(child);
                if (child.done()) return false;
                child.promise().resume_at_end(awaiting);
                return true;
            }
            T await_resume() const { return child.promise().take(); }
        };
        assert(frame_ && !frame_.done());
        return Awaiter{frame_};
    }

    /// Names the coroutine. Not of a task that was moved from.
    const std::source_location& made_at() const noexcept { return frame_.promise().made_at(); }

    /// Ends it without having run, on purpose.
    void drop() && noexcept {
        const Cancelling here;
        destroy(std::exchange(frame_, nullptr));
    }

private:
    friend class ResultPromise<T>;
    friend class Running<T>;
    using Frame = std::coroutine_handle<promise_type>;

    explicit Task(Frame frame) noexcept : frame_(frame) {}
    static void destroy(Frame frame) noexcept {
        if (!frame) return;
        if constexpr (checks_dropped_tasks) return destroy_checked(frame);
        frame.destroy();
    }
    static void destroy_checked(Frame frame) noexcept {
        frame.promise().expect_begun();
        if (frame.done()) return frame.destroy();
        const Cancelling here;
        frame.destroy();
    }

    Frame frame_;
};

template <typename T>
Task<T> ResultPromise<T>::get_return_object(std::source_location made_at) noexcept {
    set_made_at(made_at);
    return Task<T>(std::coroutine_handle<ResultPromise>::from_promise(*this));
}

Task<void> ResultPromise<void>::get_return_object(std::source_location made_at) noexcept {
    set_made_at(made_at);
    return Task<void>(std::coroutine_handle<ResultPromise>::from_promise(*this));
}

/// A task that somebody who is no coroutine has started, and owns. Its destruction, or cancel(),
/// destroys the frames of the whole chain; neither may be done from inside the task's own body.
template <typename T>
class Running {
public:
    using OnDone = void (*)(void* context);

    Running() noexcept = default;

    /// Runs `task` in here until it ends or first suspends. If it ended, is_done() holds and
    /// `on_done` is never called. Else `on_done(context)` is called once, when it ends, from within
    /// whatever resumed it; there, taking the result, cancel(), destroying this and starting anew
    /// in its place are all allowed. `on_done` must not throw.
    Running(Task<T> task, OnDone on_done, void* context) : task_(std::move(task)) {
        assert(task_.frame_ && !task_.frame_.done());
        task_.frame_.promise().begin(task_.frame_);
        if (!is_done()) call_at_end(on_done, context);
    }

    /// Tells another one of the end, or nobody if `on_done` is null. Only while it runs.
    void call_at_end(OnDone on_done, void* context) noexcept {
        assert(has_task() && !is_done());
        task_.frame_.promise().call_at_end(on_done, context);
    }

    /// True while it holds a task, ended or not.
    bool has_task() const noexcept { return static_cast<bool>(task_.frame_); }
    bool is_done() const noexcept { return has_task() && task_.frame_.done(); }
    /// Whether take() would throw. Only when is_done().
    bool has_thrown() const noexcept {
        assert(is_done());
        return task_.frame_.promise().has_thrown();
    }

    /// Names its coroutine. Only while has_task().
    const std::source_location& made_at() const noexcept { return task_.made_at(); }

    /// The result, or what the body threw; then it holds no task. Only when is_done().
    T take() {
        assert(is_done());
        const Task<T> ended = std::exchange(task_, Task<T>(nullptr));
        return ended.frame_.promise().take();
    }

    void cancel() noexcept { task_ = Task<T>(nullptr); }

private:
    Task<T> task_{nullptr};
};

}  // namespace tined::event
