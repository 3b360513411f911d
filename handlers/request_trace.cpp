#include "handlers/request_trace.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tined::handlers {

namespace {

double milliseconds(RequestTrace::Clock::duration duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

}  // namespace

void RequestTrace::enter(std::string_view phase, Clock::time_point now) {
    finish(now);
    phases_.push_back({phase, now, now});
}

void RequestTrace::finish(Clock::time_point now) noexcept {
    if (!phases_.empty()) phases_.back().end = now;
}

std::string RequestTrace::server_timing() const {
    std::vector<std::pair<std::string_view, Clock::duration>> sums;
    for (const Phase& phase : phases_) {
        const auto same = [&](const auto& sum) { return sum.first == phase.name; };
        auto sum = std::ranges::find_if(sums, same);
        if (sum == sums.end()) sum = sums.insert(sum, {phase.name, Clock::duration(0)});
        sum->second += phase.end - phase.begin;
    }
    std::string text;
    Clock::duration total{0};
    for (const auto& [name, duration] : sums) {
        text += fmt::format("{};dur={:.3f}, ", name, milliseconds(duration));
        total += duration;
    }
    return text + fmt::format("total;dur={:.3f}", milliseconds(total));
}

}  // namespace tined::handlers
