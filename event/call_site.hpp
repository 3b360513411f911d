// Where a coroutine waits, and for whom: what `tined tasks` shows of each that is suspended.
//
// It costs no instruction until something suspends. Every await_suspend() of event/ takes a
// Suspended, which the compiler makes of the handle right at the co_await: so its default argument
// names that very line, as it would in a call that was written there.
#pragma once

#include <concepts>
#include <coroutine>
#include <source_location>

namespace tined::event {

/// A co_await at which a coroutine is suspended. Lives in the frame of what it waits for.
struct CallSite {
    std::source_location where;
    /// Where the coroutine that awaits this one is suspended; null: of no coroutine that is known.
    const CallSite* outer = nullptr;

    /// False: nobody awaits.
    bool is_set() const noexcept { return where.line() != 0; }
};

/// The promises of coroutines that are awaited: their own site, in the coroutine that awaits them.
class AwaitedPromise {
public:
    const CallSite& awaited_at() const noexcept { return awaited_at_; }
    void set_awaited_at(const CallSite& site) noexcept { awaited_at_ = site; }

private:
    CallSite awaited_at_;
};

/// Who waits, and where: made of the handle that await_suspend() is given.
struct Suspended {
    template <typename Promise>
    Suspended(std::coroutine_handle<Promise> suspended,
              std::source_location where = std::source_location::current()) noexcept
        : coroutine(suspended), site{where, nullptr} {
        if constexpr (std::derived_from<Promise, AwaitedPromise>) {
            site.outer = &suspended.promise().awaited_at();
        }
    }

    std::coroutine_handle<> coroutine;
    CallSite site;
};

}  // namespace tined::event
