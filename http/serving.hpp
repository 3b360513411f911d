// What all connections of one worker share. Made by http/server.hpp, which outlives them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "event/deadline_queue.hpp"
#include "event/loop.hpp"
#include "http/compressor.hpp"
#include "http/observer.hpp"
#include "http/request_id.hpp"
#include "http/response_writer.hpp"
#include "http/server_settings.hpp"
#include "http/service.hpp"
#include "http/workspace.hpp"

namespace tined::http {

class Connection;

/// Keeps the connections; http/server.hpp.
class ConnectionOwner {
public:
    /// Destroys it.
    virtual void remove(Connection& connection) = 0;
    /// Destroys it, and keeps its socket and what was received on it for another server.
    virtual void send_away(Connection& connection, std::string_view unread) = 0;
    /// One came to rest while connections are handed over.
    virtual void on_rest() = 0;

protected:
    ~ConnectionOwner() = default;
};

/// What becomes of connections.
enum class Future : std::uint8_t {
    kept,         ///< as the client and the limits will have it
    handed_over,  ///< at rest, they go to another server
    ended,        ///< every connection ends with its next answer
};

struct Serving {
    /// How long a connection that is ending may still send, so that its last answer is read.
    static constexpr std::chrono::seconds linger_time{2};
    /// How long a connection at rest may still ask something when the server drains. To close it at
    /// once would lose a request that is on its way: it would meet a reset.
    static constexpr std::chrono::seconds last_chance_time{1};

    /// All must outlive it.
    Serving(event::Loop& loop, const ServerSettings& settings, Service& service, Observer& observer,
            ConnectionOwner& owner);

    /// The time of day in this iteration of the loop: what is answered in it has come, and is
    /// dated, at the same time. Read from the clock when first asked for in it.
    std::chrono::system_clock::time_point time_of_day() noexcept {
        if (const auto now = loop.now(); now != iteration_) {
            iteration_ = now;
            time_of_day_ = std::chrono::system_clock::now();
        }
        return time_of_day_;
    }

    event::Loop& loop;
    const ServerSettings& settings;
    Service& service;
    Observer& observer;
    base::RequestTable* requests;  ///< the observer's
    bool wants_durations;          ///< the observer's
    ConnectionOwner& owner;
    Compressor compressor;
    ResponseWriter writer;
    RequestIds ids;
    WorkspacePool workspaces;

    // A connection is in one of these while it rests, and in none while it is busy with a request.
    event::DeadlineQueue fresh;      ///< accepted, and nothing came yet: header_timeout
    event::DeadlineQueue idle;       ///< between requests: idle_timeout; its oldest is closed first
    event::DeadlineQueue heads;      ///< with a head that is not whole; its oldest goes after those
    event::DeadlineQueue lingering;  ///< linger_time
    event::DeadlineQueue last_chance;  ///< at rest while the server drains: last_chance_time

    std::size_t idle_connections = 0;
    Future future = Future::kept;
    bool is_full = false;  ///< every connection ends with its next answer: others wait for a place

private:
    event::Loop::Clock::time_point iteration_;
    std::chrono::system_clock::time_point time_of_day_;
};

}  // namespace tined::http
