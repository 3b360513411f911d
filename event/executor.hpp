// Executor: threads for what blocks (a database's library, a name's resolution, a picture that is
// made smaller), and in_executor(), by which a coroutine waits for one of them.
//
// The threads are started when there is something to do for them, up to a limit, and stay. What
// they run is a plain function that owns all it uses; nothing of event/ but a Promise may be
// touched there. They block all signals: those are the loop's.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "event/future.hpp"
#include "event/loop.hpp"
#include "event/task.hpp"

namespace tined::event {

class Executor {
public:
    using Job = std::move_only_function<void()>;

    /// Becomes the loop's executor. `most_threads` is at least 1. `queue_length` is kept at what
    /// queued() says, for who looks from outside; it outlives this, or is null. `loop` outlives it.
    Executor(Loop& loop, std::size_t most_threads,
             std::atomic<std::uint64_t>* queue_length = nullptr);
    /// Jobs that nobody has begun are destroyed; those that run are waited for.
    ~Executor();
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    /// A thread runs `job`, which must not throw, when one is free: first come, first served. From
    /// the loop's thread. Throws std::system_error if there is no thread yet, and none to be had.
    void submit(Job job);

    /// Jobs that no thread has begun.
    std::size_t queued() const;
    std::size_t threads() const noexcept { return threads_.size(); }

private:
    void start_thread();
    void work();
    bool take(Job& job);
    void tell_length() noexcept;

    Loop& loop_;
    std::size_t most_threads_;
    std::atomic<std::uint64_t>* queue_length_;
    std::vector<std::thread> threads_;  // the loop's thread's
    mutable std::mutex mutex_;
    std::condition_variable is_needed_;
    std::deque<Job> queue_;  // from here on: under the mutex
    std::size_t idle_ = 0;
    bool is_ending_ = false;
};

/// Sets `promise` to what `function` gives or throws.
template <typename T, typename Function>
void set_from(Promise<T>& promise, Function& function) {
    try {
        if constexpr (std::is_void_v<T>) {
            function();
            promise.set_value();
        } else {
            promise.set_value(function());
        }
    } catch (...) {
        promise.set_exception(std::current_exception());
    }
}

/// Runs `function()` in a thread of the current loop's executor, and gives its result or throws
/// what it threw. Cancelled, a function that has not begun never runs; one that has goes on to its
/// end, and its result is lost. So `function` must own what it uses. What it holds is destroyed in
/// the thread. Throws std::logic_error if the loop has no executor.
template <typename Function, typename T = std::invoke_result_t<Function&>>
Task<T> in_executor(Function function) {
    Executor* const executor = Loop::current().executor();
    if (executor == nullptr) throw std::logic_error("the loop has no executor");
    Promise<T> promise;
    Future<T> future = promise.future();
    executor->submit([promise = std::move(promise), function = std::move(function)]() mutable {
        if (!promise.is_abandoned()) set_from(promise, function);
    });
    if constexpr (std::is_void_v<T>) {
        co_await future;
    } else {
        T value = co_await future;
        co_return value;
    }
}

}  // namespace tined::event
