// DeadlineQueue: the deadlines of very many who all have the same patience (idle connections).
//
// As the patience is one constant, who came first expires first: a doubly linked list through the
// entries, push and leave O(1), 24 bytes an entry, no allocation, no system call. One timer serves
// them all and is re-armed only when it fires, for whoever is the oldest by then; an entry that
// comes and goes between does not touch it.
//
// Coarse: an entry expires one to two `coarseness()` after its deadline, never early. So
// connections which came one by one go in batches, and one that is renewed with each of its
// requests stays in its place for many of them: to move it touches both its neighbours, which among
// thousands are in no cache.
#pragma once

#include "event/loop.hpp"
#include "event/timer.hpp"

namespace tined::event {

class DeadlineQueue {
    struct Link {
        Link* next = nullptr;
        Link* previous = nullptr;
    };

public:
    /// Derive from it or hold it. It is in one queue at most, and leaves it when destroyed.
    class Entry : private Link {
    public:
        Entry() noexcept = default;
        ~Entry() { leave(); }
        Entry(const Entry&) = delete;
        Entry& operator=(const Entry&) = delete;

        bool is_queued() const noexcept { return next != nullptr; }
        /// Does nothing if it is in no queue.
        void leave() noexcept;
        /// When it expires; only while it is queued.
        Loop::Clock::time_point deadline() const noexcept { return deadline_; }

    private:
        friend class DeadlineQueue;
        Loop::Clock::time_point deadline_;
    };

    /// `entry` has left the queue already; it may be pushed again or destroyed, any other as well,
    /// but not the queue. Must not throw.
    using OnExpired = void (*)(Entry& entry, void* context);

    /// `patience` is positive. `loop` must outlive the queue.
    DeadlineQueue(Loop& loop, Loop::Clock::duration patience, OnExpired on_expired, void* context);
    /// Entries that are still there are in no queue afterwards.
    ~DeadlineQueue();
    DeadlineQueue(const DeadlineQueue&) = delete;
    DeadlineQueue& operator=(const DeadlineQueue&) = delete;

    /// Puts `entry` at the end, to expire one patience from the loop's now(). It leaves the queue
    /// that it was in, this one or another.
    void push(Entry& entry);

    /// As push(), for an entry that is in this queue; if its deadline would move by no more than
    /// coarseness(), nothing is done.
    void renew(Entry& entry);

    /// Who expires first, or null: the one to close when there are too many.
    Entry* oldest() noexcept;
    bool is_empty() const noexcept { return ends_.next == &ends_; }
    Loop::Clock::duration patience() const noexcept { return patience_; }
    /// A 64th of the patience, but at least 1 ms and at most 250 ms.
    Loop::Clock::duration coarseness() const noexcept { return coarseness_; }

private:
    void expire();
    void arm(Loop::Clock::duration after);

    Loop& loop_;
    Loop::Clock::duration patience_;
    Loop::Clock::duration coarseness_;
    OnExpired on_expired_;
    void* context_;
    Timer timer_;
    bool is_armed_ = false;  // as the timer knows too, but a push is asked for with every request
    Link ends_;  // a ring: next is the oldest, previous the youngest, itself when it is empty
};

}  // namespace tined::event
