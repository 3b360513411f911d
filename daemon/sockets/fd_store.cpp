#include "daemon/sockets/fd_store.hpp"

#include <utility>

namespace tined::daemon {

bool FdStore::hold(const std::vector<PassedOn>& wanted) {
    if (!is_there()) return true;
    std::set<std::string> now;
    for (const PassedOn& one : wanted) {
        if (now.size() == size_) break;
        now.insert(one.name);
    }
    // First what goes: its place may be needed.
    for (const std::string& name : stored_) {
        if (!now.contains(name)) notifier_.tell(systemd::remove_from_store(name));
    }
    for (const PassedOn& one : wanted) {
        if (now.contains(one.name) && !stored_.contains(one.name)) {
            notifier_.tell(systemd::store(one.name), one.descriptor);
        }
    }
    const bool is_all = now.size() == wanted.size();
    stored_ = std::move(now);
    return is_all;
}

void FdStore::know(std::vector<std::string> names) {
    for (std::string& name : names) stored_.insert(std::move(name));
}

}  // namespace tined::daemon
