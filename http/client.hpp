// Client: asks HTTP servers (RFC 9110, RFC 9112), from a coroutine of the loop. One for each
// worker: it keeps the connections.
//
// Strict as tined's own server is: an answer that could be read in two ways is an error. It trusts
// no server more than it must: heads and what is collected are bounded in bytes, each wait in time,
// and all of a request if ClientSettings::total_timeout is set. Certificates are verified, by those
// of the system. No proxy is used but one that the settings name, and nothing of the environment is
// asked.
//
// A task that is cancelled closes its connection. A request is sent again, on a new connection,
// only if asking twice does no harm, and the connection had been kept and was closed before a byte
// of the answer came: that is what a server does with one that is at rest.
#pragma once

#include <expected>
#include <string>

#include "event/task.hpp"
#include "http/client_error.hpp"
#include "http/client_pool.hpp"
#include "http/client_request.hpp"
#include "http/client_response.hpp"
#include "http/client_settings.hpp"

namespace tined::http {

class Client {
public:
    using Answer = std::expected<ClientResponse, ClientError>;

    /// Of the current loop, which outlives it. Names are resolved in the loop's executor. Throws
    /// std::invalid_argument for a setting that cannot be sent as a field.
    explicit Client(ClientSettings settings = {});
    /// No task of it is under way, and no response is left.
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Gives the answer as soon as its head is there, whatever its status. Redirects are followed:
    /// where the method or the body cannot be sent again, the redirect itself is the answer.
    event::Task<Answer> send(ClientRequest request);
    event::Task<Answer> get(std::string url);
    /// `type` is the body's Content-Type. Throws std::invalid_argument if it cannot be a field.
    event::Task<Answer> post(std::string url, std::string type, std::string body);

    /// For who looks from outside: connections at work, and at rest.
    std::size_t in_use() const noexcept { return pool_.in_use(); }
    std::size_t at_rest() const noexcept { return pool_.at_rest(); }

private:
    event::Task<Answer> follow(ClientRequest request, Url url, event::Stream::Time deadline);
    event::Task<Answer> ask(ClientRequest& request, const Url& url, event::Stream::Time deadline);

    ClientSettings settings_;
    ClientPool pool_;
};

}  // namespace tined::http
