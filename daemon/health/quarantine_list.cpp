#include "daemon/health/quarantine_list.hpp"

#include <algorithm>

namespace tined::daemon {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;

std::int64_t as_number(QuarantineList::Clock::time_point time) noexcept {
    return std::chrono::nanoseconds(time.time_since_epoch()).count();
}

}  // namespace

QuarantineList::Sentence QuarantineList::sentence_of(std::uint64_t fingerprint,
                                                     Clock::time_point now) const noexcept {
    for (const Entry& entry : entries_) {
        if (entry.fingerprint.load(relaxed) != fingerprint) continue;
        // Its end is looked at here too, for the master may be late, or dead.
        const std::int64_t left = entry.until.load(relaxed) - as_number(now);
        if (left > 0) return {true, std::chrono::nanoseconds(left)};
    }
    return {};
}

void QuarantineList::put(std::uint64_t fingerprint, Clock::time_point until) noexcept {
    remove(fingerprint);
    // A free one has the least of all ends.
    Entry& entry = *std::ranges::min_element(
        entries_, {}, [](const Entry& each) { return each.until.load(relaxed); });
    if (entry.until.load(relaxed) == 0) count_.store(count_.load(relaxed) + 1, relaxed);
    entry.fingerprint.store(fingerprint, relaxed);
    entry.until.store(as_number(until), relaxed);
}

void QuarantineList::remove(std::uint64_t fingerprint) noexcept {
    for (Entry& entry : entries_) {
        if (entry.until.load(relaxed) == 0 || entry.fingerprint.load(relaxed) != fingerprint) {
            continue;
        }
        entry.until.store(0, relaxed);
        count_.store(count_.load(relaxed) - 1, relaxed);
    }
}

}  // namespace tined::daemon
