#include "daemon/adopted_sockets.hpp"

#include <utility>

namespace tined::daemon {

bool AdoptedSockets::adopt(unsigned slot, std::vector<base::Descriptor> sockets) {
    for (base::Descriptor& socket : sockets) {
        const int fd = socket.get();
        adopted_[slot].push_back(fd);
        if (server_.add_listener(std::move(socket))) continue;
        release(slot);
        return false;
    }
    return true;
}

void AdoptedSockets::release(unsigned slot) noexcept {
    const auto sockets = adopted_.extract(slot);
    if (!sockets) return;
    for (const int fd : sockets.mapped()) server_.close_listener(fd);
}

void AdoptedSockets::empty(unsigned slot) {
    const auto sockets = adopted_.find(slot);
    if (sockets == adopted_.end()) return;
    for (const int fd : sockets->second) server_.accept_queued(fd);
    release(slot);
}

}  // namespace tined::daemon
