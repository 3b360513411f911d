// What a client waits for, keeps and takes. The defaults stand here and nowhere else.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/version.hpp"
#include "http/response_parser.hpp"

namespace tined::http {

struct ClientSettings {
    // Times; each begins anew with its phase.
    /// To wait for one of the connections. None: as long as the requests before it take.
    std::optional<std::chrono::milliseconds> place_timeout;
    std::chrono::milliseconds connect_timeout{10'000};     ///< for the name and the connection
    std::chrono::milliseconds tls_timeout{10'000};         ///< for the handshake
    std::chrono::milliseconds first_byte_timeout{60'000};  ///< from the request's end to the head's
    std::chrono::milliseconds idle_timeout{30'000};        ///< longest silence within a body
    /// For all of it, redirects and the body too. None: the phases' own times are all there is.
    std::optional<std::chrono::milliseconds> total_timeout;

    // Connections.
    std::size_t connections = 256;                ///< in all, those at rest too; at least 1
    std::size_t connections_per_origin = 64;      ///< at least 1; who comes later waits
    std::chrono::milliseconds keep_idle{15'000};  ///< how long one at rest is kept; 0: not at all

    /// An http:// URL: all is asked through that proxy, what is secure by a tunnel (CONNECT).
    /// Empty: through none, whatever the environment says.
    std::string proxy;
    std::string
        proxy_authorization;  ///< the value of Proxy-Authorization, shown to the proxy alone

    // Answers.
    ResponseLimits limits;
    std::uint64_t body_size =
        10 * 1024 * 1024;     ///< what collect() takes, decoded; past it an error
    unsigned redirects = 10;  ///< that are followed; 0: they are answers like others
    bool decodes = true;      ///< asks for zstd, br and gzip, and undoes them

    std::string user_agent = "tined/" TINED_VERSION;
    std::string authorities;  ///< a PEM file of those to trust in place of the system's
};

}  // namespace tined::http
