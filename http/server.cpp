#include "http/server.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cstring>
#include <string>
#include <utility>

#include "http/forwarded.hpp"

namespace tined::http {

namespace {

std::string text_of(const event::PeerAddress& peer) {
    Address address;
    if (peer.storage.ss_family == AF_INET6) {
        const auto& v6 = reinterpret_cast<const sockaddr_in6&>(peer.storage);
        std::memcpy(address.bytes.data(), &v6.sin6_addr, 16);
        return address.text();
    }
    if (peer.storage.ss_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(peer.storage);
        address.bytes[10] = address.bytes[11] = 0xff;
        std::memcpy(address.bytes.data() + 12, &v4.sin_addr, 4);
        return address.text();
    }
    return "unix";
}

// Each answer is written whole, so there is nothing to wait for. An accepted socket has the option
// from the one that listens: Linux copies it, which saves a call for each connection. A unix socket
// refuses it, and needs it not.
void send_without_delay(int listening) noexcept {
    const int on = 1;
    static_cast<void>(::setsockopt(listening, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
}

}  // namespace

Server::Server(event::Loop& loop, const ServerSettings& settings, Service& service,
               Observer& observer)
    : serving_(loop, settings, service, observer, *this) {}

Server::~Server() {
    while (!connections_.empty()) remove(connections_.front());
}

bool Server::add_listener(base::Descriptor socket) {
    send_without_delay(socket.get());
    event::Listener::Owner& owner = *this;
    return listeners_.emplace_back(serving_.loop, std::move(socket), owner).resume();
}

void Server::accept_queued(int listener) {
    for (event::Listener& one : listeners_) {
        if (one.fd() == listener) one.accept_queued();
    }
}

void Server::accept_queued() {
    for (event::Listener& listener : listeners_) listener.accept_queued();
}

void Server::close_listener(int listener) noexcept {
    listeners_.remove_if([listener](const event::Listener& one) { return one.fd() == listener; });
}

void Server::drain(std::function<void()> on_drained) {
    on_drained_ = std::move(on_drained);
    serving_.is_draining = true;
    for (event::Listener& listener : listeners_) listener.close();
    for (auto at = connections_.begin(); at != connections_.end();) (at++)->make_way();
    tell_if_drained();
}

Server::Counts Server::counts() const noexcept {
    return {.open = connections_.size(), .idle = serving_.idle_connections};
}

void Server::on_accepted(event::Listener& /*listener*/, base::Descriptor socket,
                         const event::PeerAddress& peer) {
    const auto& most = serving_.settings.limits.connections;
    if (most && connections_.size() >= *most) make_room();
    Connection& connection = connections_.emplace_back(serving_, std::move(socket), text_of(peer));
    connection.position = std::prev(connections_.end());
    serving_.observer.on_connection_opened();
    if (!connection.start()) remove(connection);
}

void Server::on_descriptors_exhausted(event::Listener& /*listener*/, int /*error*/) {
    serving_.observer.on_descriptors_exhausted();
}

bool Server::free_descriptor() {
    const std::size_t before = connections_.size();
    serving_.is_full = true;  // so that one that has nothing to say closes
    for (event::DeadlineQueue* queue : {&serving_.idle, &serving_.fresh}) {
        while (connections_.size() == before && !queue->is_empty())
            static_cast<Connection*>(queue->oldest())->make_way();
    }
    serving_.is_full = false;
    return connections_.size() < before;
}

void Server::remove(Connection& connection) {
    connections_.erase(connection.position);
    serving_.observer.on_connection_closed();
    for (event::Listener& listener : listeners_) listener.descriptor_freed();
    go_on_accepting();
    tell_if_drained();
}

void Server::make_room() {
    serving_.is_full = true;
    for (event::DeadlineQueue* queue : {&serving_.idle, &serving_.fresh}) {
        // It may turn out to have asked something just now: then it is served, and the next goes.
        while (serving_.is_full && !queue->is_empty())
            static_cast<Connection*>(queue->oldest())->make_way();
    }
    if (!serving_.is_full) return;
    for (event::Listener& listener : listeners_) listener.pause();
}

void Server::go_on_accepting() {
    const auto& most = serving_.settings.limits.connections;
    if (!serving_.is_full || !most || connections_.size() >= *most) return;
    serving_.is_full = false;
    // One that cannot be watched for want of memory would otherwise stay deaf.
    for (event::Listener& listener : listeners_) {
        if (!listener.resume()) serving_.observer.on_descriptors_exhausted();
    }
}

void Server::tell_if_drained() {
    if (!serving_.is_draining || !connections_.empty() || !on_drained_) return;
    serving_.loop.post(std::exchange(on_drained_, nullptr));
}

}  // namespace tined::http
