// Which requests have killed workers, and which of them are kept from killing more: the master's
// account. It writes the list that the workers look at; it logs nothing, but gives the lines.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "daemon/health/quarantine_list.hpp"
#include "daemon/health/quarantine_record.hpp"

namespace tined::daemon {

class Quarantine {
public:
    using Clock = QuarantineList::Clock;

    /// `list` outlives it.
    explicit Quarantine(QuarantineList& list) noexcept : list_(list) {}

    /// Nothing: off; who is in there is let out. What was counted stays counted.
    void set_policy(const std::optional<config::Quarantine>& policy);

    /// A worker died of the request that `line` shows ("GET /a"). Gives what is to be told, if that
    /// was one too many.
    std::optional<std::string> count_kill(std::uint64_t fingerprint, const std::string& line,
                                          Clock::time_point now);
    /// Lets out those whose time is over; a line for each.
    std::vector<std::string> let_out(Clock::time_point now);
    /// Lets out all, and forgets the kills that were counted; a line for each that was in.
    std::vector<std::string> release_all();
    /// When let_out() has something to do.
    std::optional<Clock::time_point> next_end() const;

    /// All of it, without the key, for the next master.
    QuarantineRecord record() const;
    /// Adds what the last master knew and this one does not.
    void add(const QuarantineRecord& record);

private:
    using Kill = QuarantineRecord::Kill;
    using Inmate = QuarantineRecord::Inmate;

    void confine(Inmate inmate);

    QuarantineList& list_;
    std::optional<config::Quarantine> policy_;
    std::deque<Kill> kills_;  // the oldest first
    std::vector<Inmate> inmates_;
};

}  // namespace tined::daemon
