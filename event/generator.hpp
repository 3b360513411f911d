// AsyncGenerator<T>: a coroutine that gives any number of values, one whenever it is asked, and may
// wait for others in between:
//
//     AsyncGenerator<std::string> lines(Source& source) { ... co_yield line; ... }
//     while (auto line = co_await generator.next()) ...
//
// Lazy: the body runs from one co_yield to the next only within next(), on the activity of who
// asks. What it throws is thrown by next(), and ends it. Destroyed before its end, its frame is
// destroyed where it stands: destructors run. One thread, one consumer.
#pragma once

#include <cassert>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

#include "event/frame_pool.hpp"
#include "event/task.hpp"

namespace tined::event {

template <typename T>
class [[nodiscard("a generator that is not asked never runs")]] AsyncGenerator {
public:
    class promise_type;

    AsyncGenerator(AsyncGenerator&& other) noexcept
        : frame_(std::exchange(other.frame_, nullptr)) {}
    AsyncGenerator& operator=(AsyncGenerator&& other) noexcept {
        if (this != &other) destroy(std::exchange(frame_, std::exchange(other.frame_, nullptr)));
        return *this;
    }
    ~AsyncGenerator() { destroy(frame_); }

    /// False once it was moved from.
    bool has_body() const noexcept { return static_cast<bool>(frame_); }

    class Next;
    /// co_await gives the next value, or nothing after the last. The generator outlives it. Asked
    /// again after the end it gives nothing again. Who is cancelled while it asks does not stop the
    /// body: the value is given to the next one who asks.
    [[nodiscard("asks only when awaited")]] Next next() noexcept { return Next(frame_); }

private:
    using Frame = std::coroutine_handle<promise_type>;

    explicit AsyncGenerator(Frame frame) noexcept : frame_(frame) {}
    static void destroy(Frame frame) noexcept {
        if (!frame) return;
        const Cancelling here;
        frame.destroy();
    }

    Frame frame_;
};

template <typename T>
class AsyncGenerator<T>::promise_type : public AwaitedPromise {
public:
    static void* operator new(std::size_t size) { return FramePool::allocate(size); }
    static void operator delete(void* frame, std::size_t size) noexcept {
        FramePool::release(frame, size);
    }

    // Where it gives a value, and at its end: who asked goes on. If that is who resumed it, in
    // Next::await_suspend(), it simply returns there.
    struct Given {
        bool await_ready() const noexcept { return false; }
        std::coroutine_handle<> await_suspend(Frame frame) const noexcept {
            promise_type& promise = frame.promise();
            promise.is_at_work_ = false;
            const std::coroutine_handle<> asking = std::exchange(promise.asking_, nullptr);
            return asking ? asking : std::noop_coroutine();
        }
        void await_resume() const noexcept {}
    };

    AsyncGenerator get_return_object() noexcept {
        return AsyncGenerator(Frame::from_promise(*this));
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    Given final_suspend() const noexcept { return {}; }
    Given yield_value(T value) {
        value_.emplace(std::move(value));
        return {};
    }
    void return_void() const noexcept {}
    void unhandled_exception() noexcept { thrown_ = std::current_exception(); }

private:
    friend class Next;

    std::coroutine_handle<> asking_;  // while it waits for what this waits for
    bool is_at_work_ = false;         // on the next value
    std::optional<T> value_;
    std::exception_ptr thrown_;
};

template <typename T>
class AsyncGenerator<T>::Next {
public:
    ~Next() {
        if (!is_asking_) return;
        frame_.promise().asking_ = nullptr;
        frame_.promise().set_awaited_at({});
    }
    Next(const Next&) = delete;
    Next& operator=(const Next&) = delete;

    /// True after the end, and if one who asked before was cancelled and left its value.
    bool await_ready() const noexcept {
        const promise_type& promise = frame_.promise();
        return !promise.is_at_work_ && (frame_.done() || promise.value_);
    }
    /// Runs the body in here until it gives something or waits. False: it gave, or ended.
    bool await_suspend(Suspended asking) {
        promise_type& promise = frame_.promise();
        if (!promise.is_at_work_) {
            promise.is_at_work_ = true;
            frame_.resume();
            if (!promise.is_at_work_) return false;
        }
        assert(!promise.asking_);
        promise.asking_ = asking.coroutine;
        promise.set_awaited_at(asking.site);
        is_asking_ = true;
        return true;
    }
    std::optional<T> await_resume() {
        is_asking_ = false;
        promise_type& promise = frame_.promise();
        if (promise.thrown_) std::rethrow_exception(std::exchange(promise.thrown_, nullptr));
        return std::exchange(promise.value_, std::nullopt);
    }

private:
    friend class AsyncGenerator;
    explicit Next(Frame frame) noexcept : frame_(frame) { assert(frame); }

    Frame frame_;
    bool is_asking_ = false;
};

}  // namespace tined::event
