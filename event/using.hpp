// using_: a resource whose leaving must be awaited, as a transaction's or a session's: what a
// destructor cannot do, for it cannot wait.
#pragma once

#include <exception>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

#include "event/join.hpp"
#include "event/loop.hpp"
#include "event/running_set.hpp"
#include "event/shield.hpp"
#include "event/sleep.hpp"
#include "event/task.hpp"

namespace tined::event {

/// Holds a resource, and has it closed in the loop's background when it goes before its time.
template <typename Resource>
class Held {
public:
    explicit Held(Resource resource) : loop_(Loop::current()), resource_(std::move(resource)) {}
    ~Held() {
        if (resource_) loop_.background().start(close_later(std::move(*resource_)));
    }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

    Resource& get() noexcept { return *resource_; }
    Resource release() {
        Resource released = std::move(*resource_);
        resource_.reset();
        return released;
    }

    static Task<> close(Resource resource) { co_await resource.close(); }

private:
    // Begins in the loop's next turn: a destructor is no place to run what nobody expects there.
    static Task<> close_later(Resource resource) {
        co_await sleep_for(Loop::Clock::duration::zero());
        Task<> closing = close(std::move(resource));
        const std::source_location made_at = closing.made_at();
        try {
            co_await std::move(closing);
        } catch (...) {  // who was cancelled cannot be told
            Loop::tell_unheard(std::current_exception(), made_at);
        }
    }

    Loop& loop_;
    std::optional<Resource> resource_;
};

/// Runs the task that `body(resource)` gives, then awaits `resource.close()`, a Task<>, however the
/// body ended; gives the body's result or throws what it threw. What close() throws is thrown if
/// the body threw nothing; else it is told to the loop (Loop::set_on_unheard). Cancelled, the
/// resource is closed in the loop's background, after the body's frame was destroyed. `body` may
/// have captures: it is kept until its task has ended. With GCC 12 it then needs a name first, as
/// in_executor()'s function does.
template <typename Resource, typename Body,
          typename Result = std::invoke_result_t<Body&, Resource&>>
Result using_(Resource resource, Body body) {
    using Value = ValueOf<typename Result::value_type>;
    Held<Resource> held(std::move(resource));
    std::optional<Value> result;
    std::exception_ptr thrown;
    try {
        if constexpr (std::is_void_v<typename Result::value_type>) {
            co_await body(held.get());
            result.emplace();
        } else {
            Value value = co_await body(held.get());
            result.emplace(std::move(value));
        }
    } catch (...) {
        thrown = std::current_exception();
    }
    Task<> closing = Held<Resource>::close(held.release());
    const std::source_location made_at = closing.made_at();
    try {
        co_await shield(std::move(closing));
    } catch (...) {
        if (thrown) {
            Loop::tell_unheard(std::current_exception(), made_at);
        } else {
            thrown = std::current_exception();
        }
    }
    if (thrown) std::rethrow_exception(thrown);
    if constexpr (!std::is_void_v<typename Result::value_type>) co_return std::move(*result);
}

}  // namespace tined::event
