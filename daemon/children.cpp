#include "daemon/children.hpp"

namespace tined::daemon {

void Children::reap() {
    while (const auto exit = base::reap_any()) {
        // Taken out first: the callback may expect the next child, which may get the same pid.
        if (auto child = expected_.extract(exit->pid)) child.mapped()(*exit);
    }
}

}  // namespace tined::daemon
