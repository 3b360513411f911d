// resolve: the addresses of a name, by the system's own resolver (getaddrinfo(3)) in a thread, as
// it may block for seconds: so /etc/hosts, nsswitch.conf and what else the system goes by holds.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "event/socket_address.hpp"
#include "event/task.hpp"

namespace tined::event {

/// At least one address, best first; or what the resolver says. A numeric address (IPv6 without
/// brackets) and "localhost", which is the loopback whatever anybody says (RFC 6761 §6.3), are
/// answered at once; all else needs the loop's executor (event/executor.hpp), without which it
/// throws std::logic_error. Cancelled, the thread goes on to its end, and its result is lost.
Task<std::expected<std::vector<SocketAddress>, std::string>> resolve(std::string host,
                                                                     std::uint16_t port);

}  // namespace tined::event
