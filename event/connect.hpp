// connect_to: a connection to a server, without blocking (connect(2), EINPROGRESS).
#pragma once

#include <chrono>
#include <expected>
#include <vector>

#include "base/descriptor.hpp"
#include "base/system_error.hpp"
#include "event/socket_address.hpp"
#include "event/stream.hpp"
#include "event/task.hpp"

namespace tined::event {

/// A nonblocking socket that is connected, for a Stream on the current loop. The error is
/// connect(2)'s, ETIMEDOUT after `deadline` as well. Cancelled, the attempt is given up.
Task<std::expected<base::Descriptor, base::SystemError>> connect_to(
    SocketAddress address, Stream::Time deadline = Stream::no_deadline);

/// The first of several addresses (at least one) of the same server that takes the connection. The
/// next is tried when one has failed, and beside it when it has not answered within `head_start`
/// (RFC 8305 §5), so that a server whose IPv6 leads nowhere is reached all the same. The error is
/// that of the last attempt to fail.
Task<std::expected<base::Descriptor, base::SystemError>> connect_to_any(
    std::vector<SocketAddress> addresses, Stream::Time deadline = Stream::no_deadline,
    Loop::Clock::duration head_start = std::chrono::milliseconds(250));

}  // namespace tined::event
