// run: a task from a function that is no coroutine, as main() is.
#pragma once

#include <stdexcept>
#include <utility>

#include "event/loop.hpp"
#include "event/task.hpp"

namespace tined::event {

/// Runs `task` on `loop` until it has ended, and gives its result or throws what it threw. Throws
/// std::logic_error if it waits and nothing is registered that could ever wake the loop.
template <typename T>
T run(Loop& loop, Task<T> task) {
    const Loop::Entered here(loop);
    Running<T> running(std::move(task), nullptr, nullptr);
    while (!running.is_done()) {
        const bool goes_on = loop.run_once();
        if (!goes_on && !running.is_done()) {
            throw std::logic_error("a task waits for what can never come");
        }
    }
    return running.take();
}

}  // namespace tined::event
