// The other end of a connection, and how it may say for whom it speaks. It goes with the connection
// wherever that goes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace tined::http {

/// The one family of statements about the client that is read, if the peer is trusted.
enum class ForwardedBy : std::uint8_t {
    x_forwarded,  ///< X-Forwarded-For, -Proto; -Host and -Port if that is allowed
    forwarded,    ///< Forwarded (RFC 7239)
    proxy,        ///< the PROXY protocol, versions 1 and 2: once, before the first request
};

struct Peer {
    std::string address;                                  ///< 203.0.113.9, 2001:db8::1, or "unix"
    ForwardedBy forwarded_by = ForwardedBy::x_forwarded;  ///< as its listener has it
    bool owes_preamble = false;  ///< PROXY's, which comes before anything else
    /// The address that PROXY's preamble told, or "unix"; null if none did. Behind a pointer, as
    /// few connections have one and an idle one shall be small.
    std::unique_ptr<const std::string> speaks_for;

    /// `client` as PROXY's preamble has it: empty if the peer speaks for itself.
    void take_preamble(std::string client) {
        owes_preamble = false;
        if (!client.empty()) {
            speaks_for = std::make_unique<const std::string>(std::move(client));
        }
    }

    /// Who asks, before any field is looked at.
    const std::string& client() const noexcept { return speaks_for ? *speaks_for : address; }
};

}  // namespace tined::http
