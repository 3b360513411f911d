// connect_to: a connection to a server, without blocking (connect(2), EINPROGRESS).
#pragma once

#include <expected>

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

}  // namespace tined::event
