// Waiter: a coroutine that waits for something of event/, and the list that it stands in meanwhile.
//
// All awaitables are made of it. It lives in the frame of the coroutine that waits: when the frame
// is destroyed, it leaves its list, and that is how a wait is cancelled. A coroutine goes on within
// the loop's activity in which it began to wait.
//
// Nothing that a coroutine calls resumes another one in the middle of it. Who has what a waiter
// waits for hands the waiter to Loop::make_ready(), and the loop resumes it in its next turn.
#pragma once

#include <chrono>
#include <coroutine>

#include "event/call_site.hpp"

namespace tined::event {

class Activity;
class Loop;
class Waiter;

class WaiterLink {
protected:
    WaiterLink* next_ = nullptr;
    WaiterLink* previous_ = nullptr;
    friend class WaiterList;
};

class Waiter : private WaiterLink {
public:
    /// `loop` is the one of this thread, and outlives it.
    explicit Waiter(Loop& loop) noexcept : loop_(loop) {}
    ~Waiter() {
        leave();
        forget();
    }
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    Loop& loop() const noexcept { return loop_; }
    bool is_listed() const noexcept { return next_ != nullptr; }
    /// Does nothing if it stands in no list.
    void leave() noexcept;

    /// `whom` waits from here on: the loop's activity, if there is one, is told.
    void suspend(const Suspended& whom) noexcept;
    /// `whom` goes on, in here, until it ends or waits again. For the loop's callbacks, and for the
    /// end of a task that `whom` waits for. This object may be gone afterwards.
    void resume();

    // Of one that is suspended.
    const CallSite& site() const noexcept { return site_; }
    std::chrono::steady_clock::time_point since() const noexcept { return since_; }
    /// Null: it belongs to none.
    const Activity* activity() const noexcept { return activity_; }
    /// The next older one on its loop; null: it is the oldest.
    const Waiter* next_suspended() const noexcept { return next_suspended_; }

private:
    friend class WaiterList;
    friend class SuspendedWaiters;

    void forget() noexcept {
        if (suspended_link_ == nullptr) return;
        *suspended_link_ = next_suspended_;
        if (next_suspended_ != nullptr) next_suspended_->suspended_link_ = suspended_link_;
        suspended_link_ = nullptr;
    }

    Loop& loop_;
    std::coroutine_handle<> whom_;
    Activity* activity_ = nullptr;  // of whom_
    CallSite site_;
    std::chrono::steady_clock::time_point since_;
    Waiter* next_suspended_ = nullptr;
    Waiter** suspended_link_ = nullptr;  // what points to it; null: it is not suspended
};

/// All that are suspended on a loop, for who wants to look at them: the youngest first.
class SuspendedWaiters {
public:
    SuspendedWaiters() noexcept = default;
    ~SuspendedWaiters() {
        while (first_ != nullptr) first_->forget();
    }
    SuspendedWaiters(const SuspendedWaiters&) = delete;
    SuspendedWaiters& operator=(const SuspendedWaiters&) = delete;

    /// Null: there are none.
    const Waiter* first() const noexcept { return first_; }

private:
    friend class Waiter;
    void add(Waiter& waiter) noexcept {
        waiter.next_suspended_ = first_;
        waiter.suspended_link_ = &first_;
        if (first_ != nullptr) first_->suspended_link_ = &waiter.next_suspended_;
        first_ = &waiter;
    }

    Waiter* first_ = nullptr;
};

/// First come, first served. Those that still stand in it when it goes stand in none afterwards.
class WaiterList : private WaiterLink {
public:
    WaiterList() noexcept { next_ = previous_ = this; }
    ~WaiterList();
    WaiterList(const WaiterList&) = delete;
    WaiterList& operator=(const WaiterList&) = delete;

    bool is_empty() const noexcept { return next_ == this; }
    /// It leaves the list that it stood in, this one or another.
    void push(Waiter& waiter) noexcept;
    /// Who came first, taken out of the list; null if it is empty.
    Waiter* pop() noexcept;
    /// Takes over all that stand in `other`; this one is empty.
    void take_all(WaiterList& other) noexcept;

private:
    friend class Waiter;
    static void unlink(WaiterLink& link) noexcept;
};

}  // namespace tined::event
