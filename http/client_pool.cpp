#include "http/client_pool.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "event/loop.hpp"
#include "event/timeout.hpp"

namespace tined::http {
namespace {

using event::Loop;
using event::Semaphore;
using event::Stream;
using Permit = Semaphore::Permit;

event::Task<Permit> acquire(Semaphore& places) {
    Permit permit = co_await places.acquire();
    co_return permit;
}

event::Task<std::expected<Permit, ClientError>> acquire_until(Semaphore& places,
                                                              Stream::Time deadline) {
    auto at_once = places.try_acquire();
    if (at_once) co_return std::move(*at_once);
    if (deadline == Stream::no_deadline) {
        Permit permit = co_await places.acquire();
        co_return permit;
    }
    const auto left = deadline - Loop::current().now();
    auto permit = co_await with_timeout(acquire(places), left);
    if (permit) co_return std::move(*permit);
    co_return std::unexpected(
        ClientError{ClientFault::timed_out, "it took too long to wait for a connection's place"});
}

}  // namespace

struct ClientPool::Host {
    Host(const Origin& of, std::size_t most) : origin(of), places(most) {}

    Origin origin;
    Semaphore places;
    std::vector<Connection> resting;  // the last one was used last
    std::size_t users = 0;
};

ClientPool::Place::Place(ClientPool& pool, const Origin& origin) : pool_(&pool) {
    std::unique_ptr<Host>& host = pool.hosts_[origin];
    if (!host) host = std::make_unique<Host>(origin, pool.settings_.connections_per_origin);
    host_ = host.get();
    ++host_->users;
}

ClientPool::Place::Place(Place&& other) noexcept
    : pool_(other.pool_), host_(std::exchange(other.host_, nullptr)) {}

ClientPool::Place::~Place() {
    if (host_ == nullptr) return;
    --host_->users;
    pool_->erase_if_unused(*host_);
}

ClientPool::ClientPool(const ClientSettings& settings)
    : settings_(settings),
      resting_(
          Loop::current(), std::max(settings.keep_idle, std::chrono::milliseconds(1)),
          [](event::DeadlineQueue::Entry& entry, void* pool) {
              static_cast<ClientPool*>(pool)->drop(static_cast<ClientConnection&>(entry));
          },
          this),
      places_(settings.connections) {
    assert(settings.connections > 0 && settings.connections_per_origin > 0);
}

ClientPool::~ClientPool() { assert(in_use() == 0); }

void ClientPool::Lease::give_back() {
    pool_->keep(place_.host(), std::move(connection_));
    close();
}

void ClientPool::Lease::close() noexcept {
    connection_.reset();
    of_all_.release();
    of_origin_.release();
}

event::Task<std::expected<ClientPool::Lease, ClientError>> ClientPool::wait_for_place(
    Origin origin, Stream::Time deadline) {
    Place place(*this, origin);
    auto of_origin = co_await acquire_until(place.host().places, deadline);
    if (!of_origin) co_return std::unexpected(std::move(of_origin.error()));
    auto of_all = co_await acquire_until(places_, deadline);
    if (!of_all) co_return std::unexpected(std::move(of_all.error()));
    co_return Lease(std::move(place), std::move(*of_origin), std::move(*of_all));
}

event::Task<std::expected<ClientPool::Lease, ClientError>> ClientPool::take(Origin origin,
                                                                            bool is_new,
                                                                            Stream::Time deadline) {
    Stream::Time first = deadline;
    if (settings_.place_timeout) {
        first = std::min(first, Loop::current().now() + *settings_.place_timeout);
    }
    auto lease = co_await wait_for_place(origin, first);
    if (!lease) co_return lease;
    lease->pool_ = this;
    Host& host = lease->place_.host();
    if (is_new) drop_all(host);
    lease->connection_ = take_resting(host);
    lease->is_reused_ = lease->connection_ != nullptr;
    if (lease->is_reused_) co_return lease;
    // One at rest elsewhere makes room: who is asked now goes before who may be asked again.
    while (in_use() + at_rest_ > settings_.connections) {
        drop(static_cast<ClientConnection&>(*resting_.oldest()));
    }
    const event::TlsContext* tls = nullptr;
    if (origin.is_secure) {
        const auto made = context();
        if (!made) co_return std::unexpected(made.error());
        tls = *made;
    }
    auto opened = co_await ClientConnection::open(std::move(origin), settings_, tls, deadline);
    if (!opened) co_return std::unexpected(std::move(opened.error()));
    lease->connection_ = std::move(*opened);
    co_return lease;
}

ClientPool::Connection ClientPool::take_resting(Host& host) noexcept {
    while (!host.resting.empty()) {
        Connection connection = std::move(host.resting.back());
        host.resting.pop_back();
        --at_rest_;
        connection->leave();
        connection->wake();
        // The loop may not have told yet that the server has closed it, or sent something: what
        // comes before the request is no answer to it.
        if (!connection->is_stale()) return connection;
    }
    return nullptr;
}

void ClientPool::keep(Host& host, Connection connection) {
    const auto unusable = [](ClientConnection& told, void* pool) {
        static_cast<ClientPool*>(pool)->drop(told);
    };
    if (settings_.keep_idle.count() <= 0 || !connection->rest(unusable, this)) return;
    resting_.push(*connection);
    host.resting.push_back(std::move(connection));
    ++at_rest_;
}

void ClientPool::drop(ClientConnection& connection) noexcept {
    Host& host = *hosts_.find(connection.origin())->second;
    const auto found = std::ranges::find(host.resting, &connection, &Connection::get);
    assert(found != host.resting.end());
    host.resting.erase(found);
    --at_rest_;
    erase_if_unused(host);
}

void ClientPool::drop_all(Host& host) noexcept {
    at_rest_ -= host.resting.size();
    host.resting.clear();
}

void ClientPool::erase_if_unused(Host& host) noexcept {
    if (host.users == 0 && host.resting.empty()) hosts_.erase(hosts_.find(host.origin));
}

std::expected<const event::TlsContext*, ClientError> ClientPool::context() {
    if (!context_) {
        auto made = event::TlsContext::for_clients(settings_.authorities);
        if (!made) return std::unexpected(ClientError{ClientFault::untrusted, made.error()});
        context_.emplace(std::move(*made));
    }
    return &*context_;
}

}  // namespace tined::http
