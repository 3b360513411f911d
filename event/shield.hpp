// shield: a task that comes to its end even if who awaits it is cancelled meanwhile.
#pragma once

#include <exception>
#include <source_location>
#include <type_traits>
#include <utility>

#include "event/future.hpp"
#include "event/loop.hpp"
#include "event/running_set.hpp"
#include "event/spawn.hpp"
#include "event/task.hpp"

namespace tined::event {

/// Runs `task` and sets `promise` to how it ends. What it throws when nobody holds the future any
/// more is told to the loop.
template <typename T>
Task<> fulfil(Promise<T> promise, Task<T> task) {
    const std::source_location made_at = task.made_at();
    std::exception_ptr thrown;
    try {
        if constexpr (std::is_void_v<T>) {
            co_await std::move(task);
            promise.set_value();
        } else {
            T value = co_await std::move(task);
            promise.set_value(std::move(value));
        }
    } catch (...) {
        thrown = std::current_exception();
    }
    if (!thrown) co_return;
    if (promise.is_abandoned()) {
        Loop::tell_unheard(thrown, made_at);
    } else {
        promise.set_exception(std::move(thrown));
    }
}

/// The task's result, or what it throws. Cancelled, it leaves the task to the loop's background,
/// where it goes on, to its end or the loop's; what it gives then is lost, and what it throws is
/// told to the loop (Loop::set_on_unheard). The task must own what it uses. It belongs to no
/// activity of the loop.
template <typename T>
Task<T> shield(Task<T> task) {
    Loop& loop = Loop::current();
    Promise<T> promise;
    Future<T> future = promise.future();
    {
        const OutsideActivity here(loop);
        loop.background().start(fulfil(std::move(promise), std::move(task)));
    }
    if constexpr (std::is_void_v<T>) {
        co_await future;
    } else {
        T value = co_await future;
        co_return value;
    }
}

}  // namespace tined::event
