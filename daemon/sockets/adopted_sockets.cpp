#include "daemon/sockets/adopted_sockets.hpp"

#include <sys/socket.h>

#include <utility>

namespace tined::daemon {

namespace {

std::string address_of(int socket) {
    std::string address(sizeof(sockaddr_storage), '\0');
    socklen_t length = sizeof(sockaddr_storage);
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(address.data()), &length) != 0) return {};
    address.resize(length);
    return address;
}

}  // namespace

void AdoptedSockets::know(const InheritedSocket& own) {
    families_[address_of(own.socket.get())] = own.forwarded_by;
}

http::ForwardedBy AdoptedSockets::family_of(int socket) const {
    const auto found = families_.find(address_of(socket));
    return found == families_.end() ? http::ForwardedBy::x_forwarded : found->second;
}

bool AdoptedSockets::adopt(unsigned slot, std::vector<base::Descriptor> sockets) {
    for (base::Descriptor& socket : sockets) {
        const int fd = socket.get();
        adopted_[slot].push_back(fd);
        if (server_.add_listener(std::move(socket), family_of(fd))) continue;
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
