// What answers requests: http/connection.hpp calls it, handlers/site.hpp implements it.
#pragma once

#include "event/task.hpp"
#include "http/refusal.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace tined::http {

class Service {
public:
    virtual ~Service() = default;

    /// Answers one request. `request` lives until the task ends. It may suspend, and never blocks.
    /// What it throws becomes a plain 500 that the connection makes.
    virtual event::Task<Response> serve(Request& request) = 0;

    /// The answer for a request that the protocol refused before it could be served (a malformed
    /// head, a limit, a bad path). Of its head and path `read` has what could be read; the rest is
    /// empty. The connection closes after it.
    virtual Response refuse(const Refusal& refusal, const RequestParts& read) = 0;
};

}  // namespace tined::http
