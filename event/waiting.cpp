#include "event/waiting.hpp"

#include <algorithm>

#include "event/waiter.hpp"

namespace tined::event {
namespace {

Waiting describe(const Waiter& waiter, std::size_t depth) {
    Waiting waiting;
    waiting.since = waiter.since();
    if (waiter.activity() != nullptr) waiting.activity = waiter.activity()->description();
    const CallSite* site = &waiter.site();
    for (; site != nullptr && site->is_set(); site = site->outer) {
        if (waiting.places.size() == depth) {
            waiting.has_more_places = true;
            break;
        }
        waiting.places.push_back(site->where);
    }
    return waiting;
}

}  // namespace

std::vector<Waiting> waiting_on(const Loop& loop, std::size_t most, std::size_t depth) {
    std::vector<const Waiter*> waiters;
    for (const Waiter* waiter = loop.suspended().first(); waiter != nullptr;
         waiter = waiter->next_suspended()) {
        waiters.push_back(waiter);
    }
    // The oldest are at the end.
    std::ranges::reverse(waiters);
    waiters.resize(std::min(waiters.size(), most));
    std::vector<Waiting> all;
    for (const Waiter* const waiter : waiters) all.push_back(describe(*waiter, depth));
    return all;
}

std::size_t count_waiting_on(const Loop& loop) noexcept {
    std::size_t count = 0;
    for (const Waiter* waiter = loop.suspended().first(); waiter != nullptr;
         waiter = waiter->next_suspended()) {
        ++count;
    }
    return count;
}

}  // namespace tined::event
