#include "base/request_table.hpp"

#include <bit>
#include <type_traits>

namespace tined::base {

// Else a reader's copy of what a wild process wrote could do something.
static_assert(std::is_trivially_copyable_v<RequestEntry>);

std::string_view name_of(Stage stage) noexcept {
    switch (stage) {
        case Stage::routing:
            return "routing";
        case Stage::steps:
            return "steps";
        case Stage::body:
            return "body";
        case Stage::error_page:
            return "error_page";
        case Stage::writing:
            return "writing";
    }
    return "unknown";  // shared memory may hold anything
}

RouteLabel RouteLabel::of(std::string_view text) noexcept {
    RouteLabel label = {};
    std::memcpy(label.text.data(), text.data(), std::min(text.size(), label.text.size()));
    return label;
}

std::string_view RouteLabel::view() const noexcept {
    const auto* const end = std::ranges::find(text, '\0');
    return {text.data(), static_cast<std::size_t>(end - text.data())};
}

RequestTable::Place RequestTable::list(Place place) noexcept {
    const std::uint32_t taken = taken_.load(std::memory_order_relaxed);
    if (place == none) place = static_cast<Place>(std::countr_one(taken));
    if (place == room) {
        unlisted_.store(count_unlisted() + 1, std::memory_order_relaxed);
        return unlisted;
    }
    if (place == unlisted) return unlisted;
    entries_[place] = current_;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    taken_.store(taken | (1U << place), std::memory_order_relaxed);
    return place;
}

void RequestTable::forget(Place place) noexcept {
    if (place == unlisted) {
        unlisted_.store(count_unlisted() - 1, std::memory_order_relaxed);
    } else if (place != none) {
        const std::uint32_t others = ~(1U << place);
        taken_.store(taken_.load(std::memory_order_relaxed) & others, std::memory_order_relaxed);
    }
}

std::optional<RequestEntry> RequestTable::running() const noexcept {
    if (!is_running_.load(std::memory_order_relaxed)) return std::nullopt;
    return current_;
}

std::vector<RequestEntry> RequestTable::listed() const {
    const std::uint32_t taken = taken_.load(std::memory_order_relaxed);
    std::vector<RequestEntry> found;
    for (std::size_t place = 0; place < room; ++place) {
        if ((taken >> place & 1U) != 0) found.push_back(entries_[place]);
    }
    return found;
}

}  // namespace tined::base
