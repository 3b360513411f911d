// Sees to it that every listening socket is accepted on by somebody. The sockets of a slot whose
// worker is dead, starting, or stands still (its heartbeat is a second old) are adopted by a
// sibling, which accepts on them too, until the slot's own worker is there again. So are the
// sockets of slots that are no more, until they are emptied and closed (narrowing.hpp).
//
// Sockets that all workers share need none of it. Where no sibling lives the queue waits.
#pragma once

#include <sys/types.h>

#include <map>
#include <set>

#include "daemon/edition.hpp"
#include "daemon/sockets/sockets.hpp"
#include "daemon/workforce.hpp"

namespace tined::daemon {

class Adoption {
public:
    using Clock = Worker::Clock;

    /// A worker beats at least four times a second.
    static constexpr std::chrono::seconds stale_after{1};

    /// Both outlive it.
    Adoption(Workforce& workforce, Sockets& sockets) noexcept
        : workforce_(workforce), sockets_(sockets) {}
    Adoption(const Adoption&) = delete;
    Adoption& operator=(const Adoption&) = delete;

    /// Makes what is adopted what should be; to be called whenever a worker became ready, died or
    /// retired, and when `edition`, the one in service, changed. It costs little if all is well.
    void settle(const Edition& edition);
    /// Looks at the heartbeats first. At each beat of daemon/health/pulse.hpp.
    void look(const Edition& edition, Clock::time_point now);
    /// The worker said that it could not adopt for the slot. Another is asked, or it, later.
    void on_refused(const Worker& worker, unsigned slot, const Edition& edition);

    /// Who adopts is to accept what has queued up on the slot's sockets, close them and say so.
    /// If it dies before, another is asked.
    void empty(unsigned slot, const Edition& edition);
    /// It has said so; true if it was asked.
    bool on_emptied(const Worker& worker, unsigned slot) noexcept;

    /// Whether the worker's loop went round lately, as the last look() saw it.
    bool is_fresh(const Worker& worker) const noexcept { return !stale_.contains(worker.pid); }

private:
    void settle_slot(const Edition& edition, unsigned slot);
    bool needs_adoption(const Edition& edition, unsigned slot) const noexcept;
    Worker* adopter_of(unsigned slot) noexcept;
    Worker* choose(const Edition& edition) noexcept;
    void give(Worker& worker, unsigned slot);
    void release(unsigned slot) noexcept;

    Workforce& workforce_;
    Sockets& sockets_;
    std::map<unsigned, pid_t> adopters_;  // by slot
    std::set<pid_t> stale_;
    std::set<pid_t> refusing_;   // until the next look
    std::set<unsigned> ending_;  // slots that are being emptied
};

}  // namespace tined::daemon
