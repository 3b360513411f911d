// A connection on its way from one server to another, mostly of another process: at rest between
// two requests (or before the first), watched by nobody. All that was answered on it is in the
// kernel's hands; what the client sends meanwhile waits there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/descriptor.hpp"
#include "http/peer.hpp"

namespace tined::http {

struct MovingConnection {
    /// One with more unread bytes goes on where it is until there are fewer. Every server's buffer
    /// has room for these, whatever its limits are.
    static constexpr std::size_t most_unread = 16 * 1024;

    base::Descriptor socket;  ///< connected, a stream, nonblocking
    Peer peer;
    std::uint64_t requests = 0;  ///< that were asked on it so far
    std::string unread;          ///< received, and of no request that was asked yet
};

}  // namespace tined::http
