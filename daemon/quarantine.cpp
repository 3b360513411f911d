#include "daemon/quarantine.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

namespace tined::daemon {
namespace {

constexpr std::size_t most_kills = 1024;  // a worker each: the oldest are forgotten

auto in_seconds(std::chrono::milliseconds time) { return std::chrono::duration<double>(time); }

}  // namespace

void Quarantine::set_policy(const std::optional<config::Quarantine>& policy) {
    policy_ = policy;
    if (policy_) return;
    for (const Inmate& inmate : inmates_) list_.remove(inmate.fingerprint);
    inmates_.clear();
}

std::optional<std::string> Quarantine::count_kill(std::uint64_t fingerprint,
                                                  const std::string& line, Clock::time_point now) {
    if (!policy_) return std::nullopt;
    kills_.push_back({fingerprint, now});
    if (kills_.size() > most_kills) kills_.pop_front();
    std::erase_if(kills_, [&](const Kill& kill) { return kill.when + policy_->within < now; });
    const auto count = std::ranges::count(kills_, fingerprint, &Kill::fingerprint);
    if (count < static_cast<std::ptrdiff_t>(policy_->kills)) return std::nullopt;
    const auto until = now + policy_->duration;
    std::erase_if(inmates_, [&](const Inmate& each) { return each.fingerprint == fingerprint; });
    inmates_.push_back({fingerprint, line, until});
    if (inmates_.size() > QuarantineList::room) {
        inmates_.erase(std::ranges::min_element(inmates_, {}, &Inmate::until));
    }
    list_.put(fingerprint, until);
    return fmt::format("quarantine: {} has killed {} workers within {}; it is answered 503 for {}",
                       line, count, in_seconds(policy_->within), in_seconds(policy_->duration));
}

std::vector<std::string> Quarantine::let_out(Clock::time_point now) {
    std::vector<std::string> lines;
    std::erase_if(inmates_, [&](const Inmate& inmate) {
        if (inmate.until > now) return false;
        list_.remove(inmate.fingerprint);
        lines.push_back(fmt::format("quarantine: {} may be asked again", inmate.line));
        return true;
    });
    return lines;
}

std::optional<Quarantine::Clock::time_point> Quarantine::next_end() const {
    const auto first = std::ranges::min_element(inmates_, {}, &Inmate::until);
    if (first == inmates_.end()) return std::nullopt;
    return first->until;
}

}  // namespace tined::daemon
