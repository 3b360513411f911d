// Why a request of http::Client has no answer, or none that is whole.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "event/stream.hpp"

namespace tined::http {

enum class ClientFault : std::uint8_t {
    bad_request,         ///< a URL, method or field that cannot be sent; nothing was
    unresolved,          ///< the name has no address
    unconnected,         ///< nobody takes the connection
    untrusted,           ///< TLS: the certificate, or the handshake
    timed_out,           ///< one of ClientSettings' times
    disconnected,        ///< the server closed or reset the connection before the answer's end
    malformed,           ///< what came is no HTTP, or not framed in one way only
    too_large,           ///< collect(): past ClientSettings::body_size
    bad_coding,          ///< the body is not of the coding that it is said to be
    too_many_redirects,  ///< past ClientSettings::redirects
};

/// "timed_out", for logs and tests.
std::string_view name_of(ClientFault fault) noexcept;

struct ClientError {
    ClientFault fault;
    std::string what;  ///< for people: "connect to 127.0.0.1:1: Connection refused"
};

/// `awaited` is what did not come: "the answer's head", say.
ClientError client_error(event::StreamError error, std::string_view awaited);

}  // namespace tined::http
