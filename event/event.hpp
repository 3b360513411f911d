// Event: something that happens, for which any number of coroutines wait. It stays set until it is
// cleared. One thread only.
#pragma once

#include <cassert>

#include "event/loop.hpp"
#include "event/waiter.hpp"

namespace tined::event {

class Event {
public:
    Event() noexcept = default;
    ~Event() { assert(waiting_.is_empty()); }
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;

    bool is_set() const noexcept { return is_set_; }
    /// All that wait go on in the loop's next turn, even if it is cleared before.
    void set() noexcept {
        is_set_ = true;
        while (Waiter* const waiter = waiting_.pop()) waiter->loop().make_ready(*waiter);
    }
    void clear() noexcept { is_set_ = false; }

    class [[nodiscard("waits only when awaited")]] Waiting final : private Waiter {
    public:
        explicit Waiting(Event& event) : Waiter(Loop::current()), event_(event) {}
        bool await_ready() const noexcept { return event_.is_set_; }
        void await_suspend(Suspended whom) noexcept {
            event_.waiting_.push(*this);
            suspend(whom);
        }
        void await_resume() const noexcept {}

    private:
        Event& event_;
    };

    /// co_await goes on at once if it is set. Who waits is gone before the event is.
    Waiting wait() { return Waiting(*this); }

private:
    WaiterList waiting_;
    bool is_set_ = false;
};

}  // namespace tined::event
