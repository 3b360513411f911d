#include "daemon/health/quarantine.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tined::daemon {
namespace {

constexpr std::size_t most_kills = 1024;  // a worker each: the oldest are forgotten

// "10m", "90s", "0.5s": as tined.yaml has it.
std::string as_written(std::chrono::milliseconds time) {
    using std::chrono::minutes;
    if (time % minutes(1) == time.zero()) return fmt::format("{}m", time / minutes(1));
    return fmt::format("{}", std::chrono::duration<double>(time));
}

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
    confine({fingerprint, line, until});
    return fmt::format("quarantine: {} has killed {} workers within {}; it is answered 503 for {}",
                       line, count, as_written(policy_->within), as_written(policy_->duration));
}

void Quarantine::confine(Inmate inmate) {
    list_.put(inmate.fingerprint, inmate.until);
    std::erase_if(inmates_,
                  [&](const Inmate& each) { return each.fingerprint == inmate.fingerprint; });
    inmates_.push_back(std::move(inmate));
    if (inmates_.size() > QuarantineList::room) {
        inmates_.erase(std::ranges::min_element(inmates_, {}, &Inmate::until));
    }
}

QuarantineRecord Quarantine::record() const {
    return {.key = {}, .kills = {kills_.begin(), kills_.end()}, .inmates = inmates_};
}

void Quarantine::add(const QuarantineRecord& record) {
    const auto is_known = [this](const Kill& kill) {
        return std::ranges::any_of(kills_, [&](const Kill& each) {
            return each.fingerprint == kill.fingerprint && each.when == kill.when;
        });
    };
    for (const Kill& kill : record.kills) {
        if (!is_known(kill)) kills_.push_back(kill);
    }
    std::ranges::sort(kills_, {}, &Kill::when);
    for (const Inmate& inmate : record.inmates) confine(inmate);
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

std::vector<std::string> Quarantine::release_all() {
    kills_.clear();
    return let_out(Clock::time_point::max());
}

std::optional<Quarantine::Clock::time_point> Quarantine::next_end() const {
    const auto first = std::ranges::min_element(inmates_, {}, &Inmate::until);
    if (first == inmates_.end()) return std::nullopt;
    return first->until;
}

}  // namespace tined::daemon
