// Who asks: the peer of the connection, or whom a trusted proxy says it speaks for.
#pragma once

#include <string>
#include <string_view>

namespace tined::http {

struct Requester {
    std::string address;            ///< 203.0.113.9, 2001:db8::1, or "unix"
    std::string protocol = "http";  ///< http or https
    std::string
        host;  ///< the authority that the client asked for, lower case, with a port if given
};

}  // namespace tined::http
