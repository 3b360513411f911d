// UdpSocket: datagrams, awaited (udp(7)). Each comes whole or not at all; what does not fit into
// the reader's memory is cut off, and told.
#pragma once

#include <cstddef>
#include <expected>
#include <span>

#include "base/descriptor.hpp"
#include "base/system_error.hpp"
#include "event/loop.hpp"
#include "event/socket_address.hpp"
#include "event/stream.hpp"
#include "event/task.hpp"

namespace tined::event {

/// A nonblocking socket bound to `address`; port 0 lets the kernel choose one.
std::expected<base::Descriptor, base::SystemError> bind_udp(const SocketAddress& address);

class UdpSocket {
public:
    struct Received {
        std::size_t size;    ///< of what was written to the memory; 0 is an empty datagram
        bool is_cut;         ///< it was longer
        SocketAddress from;  ///< who sent it, if one believes it
    };

    /// Takes the socket. `loop` outlives it. It does not move.
    UdpSocket(Loop& loop, base::Descriptor socket) noexcept : waits_(loop, std::move(socket)) {}

    int fd() const noexcept { return waits_.fd(); }

    /// The next datagram. would_block if there is none.
    std::expected<Received, StreamError> receive_now(std::span<char> into) noexcept;
    /// Sends all of `datagram` or nothing. would_block if the kernel has no room. What happens to
    /// it on its way nobody learns.
    std::expected<void, StreamError> send_now(std::span<const char> datagram,
                                              const SocketAddress& to) noexcept;

    /// These wait until `deadline`, and are never would_block. One coroutine may receive, and one
    /// send, at the same time; the memory is theirs until the task ends. A datagram that is too
    /// long to be sent is broken; the socket goes on.
    Task<std::expected<Received, StreamError>> receive(std::span<char> into,
                                                       Stream::Time deadline = Stream::no_deadline);
    Task<std::expected<void, StreamError>> send(std::span<const char> datagram, SocketAddress to,
                                                Stream::Time deadline = Stream::no_deadline);

private:
    Stream waits_;  // has the socket, and waits for it as for any other
};

}  // namespace tined::event
