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
      coarseness_(std::clamp<Loop::Clock::duration>(patience / 64, std::chrono::milliseconds(1),
                                                    std::chrono::milliseconds(250))),
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

void DeadlineQueue::renew(Entry& entry) {
    if (loop_.now() + patience_ - entry.deadline_ > coarseness_) push(entry);
}

DeadlineQueue::Entry* DeadlineQueue::oldest() noexcept {
    return is_empty() ? nullptr : static_cast<Entry*>(ends_.next);
}

void DeadlineQueue::arm(Loop::Clock::duration after) {
    timer_.start(after);
    is_armed_ = true;
}

void DeadlineQueue::expire() {
    is_armed_ = false;
    const auto now = loop_.now();
    while (Entry* entry = oldest()) {
        const auto left = entry->deadline_ + coarseness_ - now;  // it may have been renewed since
        if (left > left.zero()) return arm(std::max(left, coarseness_));
        entry->leave();
        on_expired_(*entry, context_);
    }
}

}  // namespace tined::event
