// Mutex: one coroutine at a time, over its suspensions. One thread only: between two suspensions a
// coroutine is alone anyhow, and needs none.
#pragma once

#include <optional>

#include "event/semaphore.hpp"

namespace tined::event {

class Mutex {
public:
    /// Unlocks when it goes, or by release().
    using Lock = Semaphore::Permit;

    /// co_await gives a Lock. Who locks it twice waits for ever.
    Semaphore::Acquiring lock() { return one_.acquire(); }
    std::optional<Lock> try_lock() noexcept { return one_.try_acquire(); }
    bool is_locked() const noexcept { return one_.available() == 0; }

private:
    Semaphore one_{1};
};

}  // namespace tined::event
