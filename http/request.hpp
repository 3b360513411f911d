// A request as a handler sees it: its head, who sent it, and its body, which may still be coming.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/request_table.hpp"
#include "http/body.hpp"
#include "http/request_head.hpp"
#include "http/request_id.hpp"
#include "http/requester.hpp"
#include "http/target.hpp"

namespace tined::http {

/// What a request is made of. Whoever makes requests (the connection; `tined check`, which asks a
/// site's tests without a port) owns one and may use it again for the next.
struct RequestParts {
    const RequestHead* head = nullptr;  ///< never null when a Request is made of it
    Path path;
    Requester client;
    RequestId id = {};
    std::chrono::system_clock::time_point received;
    std::string_view head_bytes;          ///< as they were received; empty where nothing was
    base::RequestEntry* shown = nullptr;  ///< what the worker's row shows of it; null: nobody looks
};

/// Made for each request and good until its answer is made. Its views point into the connection's
/// buffer, which stays with the request for as long.
class Request {
public:
    /// Both must outlive the request and stay where they are.
    Request(const RequestParts& parts, Body& body) noexcept : parts_(parts), body_(body) {}
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    const RequestHead& head() const noexcept { return *parts_.head; }
    /// The decoded path, by segments and whole (http/target.hpp).
    const Path& path() const noexcept { return parts_.path; }
    /// Who asks: the peer, or whom a trusted proxy says; protocol, host (http/requester.hpp).
    const Requester& client() const noexcept { return parts_.client; }
    /// 16 hexadecimal digits, for the log and the error page.
    std::string_view id() const noexcept { return {parts_.id.data(), parts_.id.size()}; }
    /// When its head was whole.
    std::chrono::system_clock::time_point received() const noexcept { return parts_.received; }

    /// The head as it was received: what one that kills workers is known by. Empty for a request
    /// that came by no connection.
    std::string_view head_bytes() const noexcept { return parts_.head_bytes; }

    const RequestParts& parts() const noexcept { return parts_; }

    /// Tell who watches the worker how far it has come, and which route it is.
    void show(base::Stage stage) const noexcept {
        if (parts_.shown != nullptr) parts_.shown->stage = stage;
    }
    void show(const base::RouteLabel& route) const noexcept {
        if (parts_.shown != nullptr) parts_.shown->route = route;
    }

    /// Reading it tells a client that waits with Expect to send. A handler that does not read the
    /// body leaves it to the connection, which drains or closes.
    Body& body() noexcept { return body_; }

private:
    const RequestParts& parts_;
    Body& body_;
};

}  // namespace tined::http
