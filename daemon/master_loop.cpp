#include "daemon/master_loop.hpp"

#include <unistd.h>

#include <algorithm>
#include <vector>

namespace tined::daemon {

using namespace std::chrono_literals;

void MasterLoop::Registration::reset() noexcept {
    if (Entry* const entry = std::exchange(entry_, nullptr)) {
        entry->is_ended = true;
        entry->is_owned = false;
    }
}

MasterLoop::Registration::operator bool() const noexcept {
    return entry_ != nullptr && !entry_->is_ended;
}

MasterLoop::Registration MasterLoop::watch(int fd, short events, Callback callback,
                                           InChild in_child) {
    return add({.callback = std::move(callback),
                .fd = fd,
                .events = events,
                .in_child = in_child,
                .due = {}});
}

MasterLoop::Registration MasterLoop::at(Clock::time_point when, Callback callback) {
    return add({.callback = std::move(callback), .due = when});
}

MasterLoop::Registration MasterLoop::every(Clock::duration period, Callback callback) {
    return add({.callback = std::move(callback), .due = Clock::now() + period, .period = period});
}

MasterLoop::Registration MasterLoop::add(Entry entry) {
    entries_.push_back(std::move(entry));
    return Registration(&entries_.back());
}

void MasterLoop::run_once() {
    sweep();
    std::vector<pollfd> wanted;
    std::vector<Entry*> watching;
    for (Entry& entry : entries_) {
        if (entry.fd < 0) continue;
        wanted.push_back({.fd = entry.fd, .events = entry.events, .revents = 0});
        watching.push_back(&entry);
    }
    const int ready = ::poll(wanted.data(), wanted.size(), patience());
    // No entry goes before the next sweep(), so the pointers hold whatever the callbacks end.
    for (std::size_t i = 0; ready > 0 && i < wanted.size(); ++i) {
        if (wanted[i].revents != 0 && !watching[i]->is_ended) watching[i]->callback();
    }
    call_due();
}

// Milliseconds until the next thing that is due by the clock; -1: there is none.
int MasterLoop::patience() const {
    std::optional<Clock::time_point> first;
    for (const Entry& entry : entries_) {
        if (!entry.is_ended && entry.due && (!first || *entry.due < *first)) first = entry.due;
    }
    if (!first) return -1;
    constexpr std::chrono::milliseconds longest = 1h;  // the loop just comes round then
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*first - Clock::now());
    return static_cast<int>(std::clamp(left, 0ms, longest).count());
}

void MasterLoop::call_due() {
    const auto now = Clock::now();
    // What a callback adds stands behind the last; it is looked at in the same round.
    for (Entry& entry : entries_) {
        if (entry.is_ended || !entry.due || *entry.due > now) continue;
        if (entry.period > 0s) {
            entry.due = now + entry.period;
        } else {
            entry.is_ended = true;
        }
        entry.callback();
    }
}

void MasterLoop::sweep() noexcept {
    std::erase_if(entries_, [](const Entry& entry) { return entry.is_ended && !entry.is_owned; });
}

void MasterLoop::close_watched() noexcept {
    for (const Entry& entry : entries_) {
        if (entry.fd >= 0 && !entry.is_ended && entry.in_child == InChild::is_closed)
            ::close(entry.fd);
    }
}

}  // namespace tined::daemon
