#include "daemon/health/restarts.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

namespace tined::daemon {
namespace {

constexpr std::chrono::seconds retry_after{1};

}  // namespace

void Restarts::begin(unsigned slots, const config::Supervise& settings) {
    slots_.clear();
    for (unsigned slot = 0; slot < slots; ++slot) {
        slots_.push_back({Backoff(settings.backoff_first, settings.backoff_most)});
    }
}

std::string Restarts::plan(unsigned slot, std::chrono::nanoseconds uptime) {
    if (slot >= slots_.size()) return {};
    const auto delay = slots_[slot].backoff.after_death(uptime);
    plan_in(slot, delay);
    return delay == Backoff::Duration::zero() ? "; the next starts at once"
                                              : fmt::format("; the next starts in {}", delay);
}

bool Restarts::is_any_planned() const noexcept {
    return std::ranges::any_of(slots_, [](const Slot& slot) { return bool(slot.timer); });
}

void Restarts::plan_in(unsigned slot, Backoff::Duration delay) {
    slots_[slot].timer = loop_.after(delay, [this, slot] { restart(slot); });
}

void Restarts::restart(unsigned slot) {
    if (!restart_(slot)) plan_in(slot, retry_after);
}

}  // namespace tined::daemon
