// Two connected unix sockets.
#pragma once

#include <sys/socket.h>

#include <boost/test/unit_test.hpp>

#include "base/descriptor.hpp"

namespace tined::tests {

struct SocketPair {
    base::Descriptor near;
    base::Descriptor far;
};

/// Both nonblocking and close-on-exec. `type` is SOCK_STREAM or SOCK_SEQPACKET.
inline SocketPair make_socket_pair(int type) {
    int ends[2] = {-1, -1};
    BOOST_REQUIRE(::socketpair(AF_UNIX, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) == 0);
    return {base::Descriptor(ends[0]), base::Descriptor(ends[1])};
}

}  // namespace tined::tests
