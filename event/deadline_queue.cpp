#include "event/deadline_queue.hpp"

#include <algorithm>
#include <cassert>

namespace tined::event {

void DeadlineQueue::Entry::leave() noexcept {
    if (!is_queued()) return;
    previous->next = next;
    next->previous = previous;
    next = nullptr;
    previous = nullptr;
}

DeadlineQueue::DeadlineQueue(Loop& loop, Loop::Clock::duration patience, OnExpired on_expired,
                             void* context)
    : loop_(loop),
      patience_(patience),
      on_expired_(on_expired),
      context_(context),
      timer_(loop, call_member<&DeadlineQueue::expire>, this),
      ends_{.next = &ends_, .previous = &ends_} {
    assert(patience > patience.zero());
}

DeadlineQueue::~DeadlineQueue() {
    while (Entry* entry = oldest()) entry->leave();
}

void DeadlineQueue::push(Entry& entry) {
    entry.leave();
    entry.deadline_ = loop_.now() + patience_;
    entry.next = &ends_;
    entry.previous = ends_.previous;
    ends_.previous->next = &entry;
    ends_.previous = &entry;
    if (!is_armed_) arm(patience_);
}

DeadlineQueue::Entry* DeadlineQueue::oldest() noexcept {
    return is_empty() ? nullptr : static_cast<Entry*>(ends_.next);
}

Loop::Clock::duration DeadlineQueue::coarseness() const noexcept {
    using std::chrono::milliseconds;
    return std::clamp<Loop::Clock::duration>(patience_ / 64, milliseconds(1), milliseconds(250));
}

void DeadlineQueue::arm(Loop::Clock::duration after) {
    timer_.start(after);
    is_armed_ = true;
}

void DeadlineQueue::expire() {
    is_armed_ = false;
    const auto now = loop_.now();
    while (Entry* entry = oldest()) {
        if (entry->deadline_ > now) {
            arm(std::max(entry->deadline_ - now, coarseness()));
            return;
        }
        entry->leave();
        on_expired_(*entry, context_);
    }
}

}  // namespace tined::event
