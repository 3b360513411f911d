// What a loop works on at the moment, over suspensions: a coroutine that waits for something in
// event/ belongs to the activity in which it began to wait, and goes on within it. So whoever
// watches the loop from outside can be told what it is at.
#pragma once

#include <string>

namespace tined::event {

/// Outlives every wait that began within it. Calls come from the loop's thread.
class Activity {
public:
    /// A coroutine of it waits, and the loop turns to other things.
    virtual void on_suspended() noexcept = 0;
    /// It is about to go on.
    virtual void on_resumed() noexcept = 0;
    /// For people: which one it is. Only while it waits.
    virtual std::string description() const = 0;

protected:
    ~Activity() = default;
};

}  // namespace tined::event
