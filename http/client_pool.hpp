// The connections of a client: those in use are counted, those at rest are kept for the next
// request to the same origin. Bounded for each origin and in all; who finds no place waits for one,
// first come, first served.
#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "event/deadline_queue.hpp"
#include "event/semaphore.hpp"
#include "event/task.hpp"
#include "event/tls_context.hpp"
#include "http/client_connection.hpp"
#include "http/client_error.hpp"
#include "http/client_settings.hpp"
#include "http/url.hpp"

namespace tined::http {

class ClientPool {
    struct Host;

    // Who uses a host or waits for it keeps it in the map.
    class Place {
    public:
        Place(ClientPool& pool, const Origin& origin);
        ~Place();
        Place(Place&& other) noexcept;
        Place& operator=(Place&&) = delete;
        Host& host() const noexcept { return *host_; }

    private:
        ClientPool* pool_;
        Host* host_;
    };

public:
    /// Of the current loop. `settings` outlive it.
    explicit ClientPool(const ClientSettings& settings);
    /// No lease is out.
    ~ClientPool();
    ClientPool(const ClientPool&) = delete;
    ClientPool& operator=(const ClientPool&) = delete;

    /// A connection in use. It goes with the lease, unless it is given back.
    class Lease {
    public:
        Lease(Lease&&) noexcept = default;
        Lease& operator=(Lease&&) = delete;

        ClientConnection& connection() const noexcept { return *connection_; }
        /// Another request has used it: the server may have closed it meanwhile.
        bool is_reused() const noexcept { return is_reused_; }
        /// All that was asked is answered, and nothing more came: it may be used again.
        void give_back();
        /// It is of no use any more.
        void close() noexcept;

    private:
        friend class ClientPool;
        using Permit = event::Semaphore::Permit;
        Lease(Place place, Permit of_origin, Permit of_all)
            : place_(std::move(place)),
              of_origin_(std::move(of_origin)),
              of_all_(std::move(of_all)) {}

        ClientPool* pool_ = nullptr;
        Place place_;
        std::unique_ptr<ClientConnection> connection_;
        Permit of_origin_;
        Permit of_all_;
        bool is_reused_ = false;
    };

    /// One that rests and has nothing to read, or a new one; always a new one if `is_new`, as those
    /// that rest are stale.
    event::Task<std::expected<Lease, ClientError>> take(Origin origin, bool is_new,
                                                        event::Stream::Time deadline);

    std::size_t in_use() const noexcept { return settings_.connections - places_.available(); }
    std::size_t at_rest() const noexcept { return at_rest_; }

private:
    using Connection = std::unique_ptr<ClientConnection>;

    event::Task<std::expected<Lease, ClientError>> wait_for_place(Origin origin,
                                                                  event::Stream::Time deadline);
    Connection take_resting(Host& host) noexcept;
    void keep(Host& host, Connection connection);
    void drop(ClientConnection& connection) noexcept;
    void drop_all(Host& host) noexcept;
    void erase_if_unused(Host& host) noexcept;
    std::expected<const event::TlsContext*, ClientError> context();

    const ClientSettings& settings_;
    event::DeadlineQueue resting_;
    event::Semaphore places_;
    std::optional<event::TlsContext> context_;  // made when first needed
    std::map<Origin, std::unique_ptr<Host>> hosts_;
    std::size_t at_rest_ = 0;
};

}  // namespace tined::http
