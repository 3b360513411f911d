#include "daemon/sandbox/refused_calls_report.hpp"

#include "base/log.hpp"
#include "daemon/sandbox/seccomp_filter.hpp"

namespace tined::daemon {

RefusedCallsReport::RefusedCallsReport(MasterLoop& loop, Workforce& workforce)
    : workforce_(workforce), tick_(loop.every(std::chrono::seconds(1), [this] {
          for (const Worker& worker : workforce_.all()) look(worker);
      })) {}

void RefusedCallsReport::look(const Worker& worker) {
    const base::RefusedCalls& refused = workforce_.row(worker.row).refused_calls;
    if (refused.count() == 0) return;
    for (const int number : refused.numbers()) {
        if (!told_.emplace(worker.slot, number).second) continue;
        log::error("slot {}: the sandbox refused worker {} the system call {}", worker.slot,
                   worker.pid, system_call_name(number));
    }
}

}  // namespace tined::daemon
