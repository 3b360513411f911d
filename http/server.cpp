#include "http/server.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "http/address.hpp"

namespace tined::http {

namespace {

std::string_view bytes_of(const void* begin, std::size_t size) noexcept {
    return {static_cast<const char*>(begin), size};
}

std::string text_of(const event::SocketAddress& peer) {
    if (peer.storage.ss_family == AF_INET6) {
        const auto& v6 = reinterpret_cast<const sockaddr_in6&>(peer.storage);
        return Address::from_bytes(bytes_of(&v6.sin6_addr, 16))->text();
    }
    if (peer.storage.ss_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(peer.storage);
        return Address::from_bytes(bytes_of(&v4.sin_addr, 4))->text();
    }
    return "unix";
}

// Each answer is written whole, so there is nothing to wait for. An accepted socket has its options
// from the one that listens: Linux copies them, which saves calls for each connection. A unix
// socket refuses these, and needs them not.
void set_up(int listening) noexcept {
    const int on = 1;
    const int unsent = QuickReaders::unsent_of_all;
    static_cast<void>(::setsockopt(listening, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
    static_cast<void>(
        ::setsockopt(listening, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent));
}

}  // namespace

Server::Server(event::Loop& loop, const ServerSettings& settings, Service& service,
               Observer& observer)
    : serving_(loop, settings, service, observer, *this) {}

Server::~Server() {
    while (!connections_.empty()) remove(connections_.front());
}

// One request needs a few: a file, or the spool's; several are worked on at once.
int Server::first_spare_descriptor() noexcept {
    constexpr rlim_t most_spare = 64;
    constexpr rlim_t most_numbers = std::numeric_limits<int>::max();
    rlimit limit = {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return std::numeric_limits<int>::max();
    const rlim_t all = std::min(limit.rlim_cur, most_numbers);
    return static_cast<int>(all - std::min(all / 8, most_spare));
}

bool Server::add_listener(base::Descriptor socket, ForwardedBy family) {
    set_up(socket.get());
    event::Listener::Owner& owner = *this;
    return listeners_.emplace_back(serving_.loop, std::move(socket), owner, family).resume();
}

void Server::accept_queued(int listener) {
    for (Door& door : listeners_) {
        if (door.fd() == listener) door.accept_queued();
    }
}

void Server::accept_queued() {
    for (Door& door : listeners_) door.accept_queued();
}

void Server::close_listener(int listener) noexcept {
    listeners_.remove_if([listener](const Door& door) { return door.fd() == listener; });
}

void Server::drain(std::function<void()> on_drained) {
    on_drained_ = std::move(on_drained);
    stop_handing_over();
    serving_.future = Future::ended;
    stop_accepting();
    for (auto at = connections_.begin(); at != connections_.end();) (at++)->make_way();
    tell_if_empty();
}

void Server::give_up() {
    for (auto at = connections_.begin(); at != connections_.end();) (at++)->give_up();
}

void Server::stop_accepting() noexcept {
    for (Door& listener : listeners_) listener.close();
}

Server::Counts Server::counts() const noexcept {
    return {.open = connections_.size() + leaving_.size(), .idle = serving_.idle_connections};
}

void Server::hand_over(std::function<void()> on_rest) {
    on_rest_ = std::move(on_rest);
    serving_.future = Future::handed_over;
    stop_accepting();
}

std::optional<MovingConnection> Server::release_one() {
    if (!leaving_.empty()) {
        MovingConnection connection = std::move(leaving_.front());
        leaving_.pop_front();
        return connection;
    }
    for (event::DeadlineQueue* queue : {&serving_.idle, &serving_.fresh}) {
        if (!queue->is_empty()) return release(*static_cast<Connection*>(queue->oldest()), {});
    }
    return std::nullopt;
}

MovingConnection Server::release(Connection& connection, std::string_view unread) {
    MovingConnection moving = connection.release(unread);
    connections_.erase(connection.position);
    serving_.observer.on_connection_left();
    return moving;
}

void Server::send_away(Connection& connection, std::string_view unread) {
    leaving_.push_back(release(connection, unread));
    on_rest_();
}

void Server::on_rest() { on_rest_(); }

void Server::take_back(MovingConnection connection) { go_on(std::move(connection), true); }

void Server::stop_handing_over() {
    serving_.future = Future::kept;
    on_rest_ = nullptr;
    for (MovingConnection& connection : std::exchange(leaving_, {}))
        go_on(std::move(connection), false);
}

std::size_t Server::places() const noexcept {
    if (serving_.future == Future::ended) return 0;
    const auto& most = serving_.settings.limits.connections;
    if (!most) return std::numeric_limits<std::size_t>::max();
    return *most - std::min<std::size_t>(*most, connections_.size());
}

void Server::take_over(MovingConnection connection) { go_on(std::move(connection), false); }

void Server::go_on(MovingConnection moving, bool must_end) {
    Connection& connection =
        connections_.emplace_back(serving_, std::move(moving.socket), std::move(moving.peer));
    connection.position = std::prev(connections_.end());
    serving_.observer.on_connection_came();
    if (!connection.go_on(moving.requests, moving.unread, must_end)) remove(connection);
}

Peer Server::peer_at(const Door& door, const event::SocketAddress& address) const {
    Peer peer = {.address = text_of(address),
                 .forwarded_by = door.family,
                 .owes_preamble = false,
                 .speaks_for = nullptr};
    peer.owes_preamble =
        door.family == ForwardedBy::proxy && serving_.settings.trusted_proxies.trusts(peer.address);
    return peer;
}

void Server::on_accepted(event::Listener& listener, base::Descriptor socket,
                         const event::SocketAddress& peer) {
    const auto& most = serving_.settings.limits.connections;
    if (most && connections_.size() >= *most) make_room();
    const Door& door = static_cast<const Door&>(listener);  // there are no others
    Connection& connection =
        connections_.emplace_back(serving_, std::move(socket), peer_at(door, peer));
    connection.position = std::prev(connections_.end());
    serving_.observer.on_connection_opened();
    connection.start();
}

void Server::on_descriptors_exhausted(event::Listener& /*listener*/, int /*error*/) {
    serving_.observer.on_descriptors_exhausted();
}

bool Server::free_descriptor() {
    const std::size_t before = connections_.size();
    serving_.is_full = true;  // so that one that has nothing to say closes
    for (event::DeadlineQueue* queue : {&serving_.idle, &serving_.fresh, &serving_.heads}) {
        while (connections_.size() == before && !queue->is_empty())
            static_cast<Connection*>(queue->oldest())->make_way();
    }
    serving_.is_full = false;
    return connections_.size() < before;
}

void Server::remove(Connection& connection) {
    connections_.erase(connection.position);
    serving_.observer.on_connection_closed();
    for (Door& listener : listeners_) listener.descriptor_freed();
    go_on_accepting();
    tell_if_empty();
}

void Server::make_room() {
    serving_.is_full = true;
    for (event::DeadlineQueue* queue : {&serving_.idle, &serving_.fresh, &serving_.heads}) {
        // It may turn out to have asked something just now: then it is served, and the next goes.
        while (serving_.is_full && !queue->is_empty())
            static_cast<Connection*>(queue->oldest())->make_way();
    }
    if (!serving_.is_full) return;
    for (Door& listener : listeners_) listener.pause();
}

void Server::go_on_accepting() {
    const auto& most = serving_.settings.limits.connections;
    if (!serving_.is_full || !most || connections_.size() >= *most) return;
    serving_.is_full = false;
    // One that cannot be watched for want of memory would otherwise stay deaf.
    for (Door& listener : listeners_) {
        if (!listener.resume()) serving_.observer.on_descriptors_exhausted();
    }
}

void Server::tell_if_empty() {
    if (!connections_.empty()) return;
    if (on_rest_) on_rest_();
    if (serving_.future == Future::ended && on_drained_)
        serving_.loop.post(std::exchange(on_drained_, nullptr));
}

}  // namespace tined::http
