// Replaces workers that have answered `supervise.recycle.requests` requests, or hold more than
// `supervise.recycle.memory`: one at a time, and as gently as at a reload. The next one starts
// beside it; when it is ready, the old one retires and hands its connections over.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "daemon/edition.hpp"
#include "daemon/recruiter.hpp"
#include "daemon/retirement.hpp"
#include "daemon/workforce.hpp"

namespace tined::daemon {

class Recycling {
public:
    using Clock = Worker::Clock;

    /// After a replacement that died before it was ready; the old worker serves on.
    static constexpr std::chrono::seconds retry_after{10};

    /// All outlive it.
    Recycling(Workforce& workforce, Recruiter& recruiter, Retirement& retirement) noexcept
        : workforce_(workforce), recruiter_(recruiter), retirement_(retirement) {}
    Recycling(const Recycling&) = delete;
    Recycling& operator=(const Recycling&) = delete;

    /// Begins with one worker of `edition`, the one in service, if one is due and none is under
    /// way. Not to be called while another edition is rolled out.
    void look(const Edition& edition, Clock::time_point now);
    /// A worker is ready: if it is the replacement, the old one retires.
    void on_ready(Worker& worker, const Edition& edition);
    /// A worker that was not retiring died. True: another serves its slot, or will at once.
    bool on_death(const Worker& worker, Clock::time_point now) noexcept;

private:
    struct Exchange {
        pid_t old = 0;
        pid_t young = 0;
    };

    bool is_under_way() noexcept;
    std::optional<std::string> why_due(const Worker& worker, const config::Recycle& limits) const;

    Workforce& workforce_;
    Recruiter& recruiter_;
    Retirement& retirement_;
    std::optional<Exchange> exchange_;
    Clock::time_point not_before_;
    unsigned next_slot_ = 0;  // each has its turn, also where all are always due
};

/// Bytes of memory that the process has to itself, or shares only as a fork does: what no file
/// backs. Nothing if it cannot be read.
std::optional<std::uint64_t> anonymous_memory(pid_t pid);

}  // namespace tined::daemon
