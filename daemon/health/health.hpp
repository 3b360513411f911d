// What the master does for the health of its workers: it finds those that hang, tells what those
// that died were at, and keeps requests that kill workers from killing more.
#pragma once

#include <string>

#include "base/process.hpp"
#include "base/shared.hpp"
#include "config/settings.hpp"
#include "daemon/health/hang_watch.hpp"
#include "daemon/health/pulse.hpp"
#include "daemon/health/quarantine.hpp"
#include "daemon/master_loop.hpp"
#include "daemon/workforce.hpp"

namespace tined::daemon {

class Health {
public:
    /// Both outlive it. Before the first fork. Throws std::runtime_error without memory to share.
    Health(MasterLoop& loop, Workforce& workforce);

    /// An edition is in service: its settings hold from here on.
    void begin(const config::Supervise& settings);

    /// What was reloaded is not what killed: whatever is in quarantine may be asked again.
    void release_quarantined();

    /// The end of the line that tells a worker's death: "; it ran GET /a (...); stack: f < g", or
    /// nothing. Counts it against the request, if one is to blame.
    std::string on_death(const Worker& worker, const base::Exit& exit);

    /// For the next master, and from the last one. Before the first fork the key of the
    /// fingerprints is taken as well; after it only what belongs to the same key.
    QuarantineRecord quarantine_record() const;
    void take_quarantine(const QuarantineRecord& record);

    /// For the workers.
    const QuarantineList& quarantine() const noexcept { return *list_; }

private:
    void let_out();
    void wait_for_end();

    MasterLoop& loop_;
    Workforce& workforce_;
    base::Shared<QuarantineList> list_;
    Quarantine quarantine_{*list_};
    HangWatch hangs_{workforce_};
    Pulse checking_;
    MasterLoop::Registration letting_out_;
};

}  // namespace tined::daemon
