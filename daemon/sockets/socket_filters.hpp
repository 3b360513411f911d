// Small programs that the kernel runs for listening TCP sockets (bpf(4) as Linux has it, "classic";
// socket(7): SO_ATTACH_FILTER, SO_ATTACH_REUSEPORT_CBPF). Neither needs a privilege.
#pragma once

#include <expected>

#include "base/system_error.hpp"

namespace tined::daemon {

/// New connections to the SO_REUSEPORT group of `socket` go to its first `count` sockets, in the
/// order in which they began to listen, at random. Handshakes that have begun stay where they are.
/// `socket` must be listening in a group of at least two.
std::expected<void, base::SystemError> steer_to_first(int socket, unsigned count);

/// The kernel chooses again among all sockets of the group. Nothing if it was not steered.
void steer_to_all(int socket) noexcept;

/// Begins no new handshake on `socket`: what asks for one meets silence, asks again after a second
/// as TCP does, and meets a closed port then, instead of a connection that ends at once in a
/// reset. Handshakes under way are finished. For a socket that will be closed soon.
void refuse_handshakes(int socket) noexcept;
/// Begins handshakes again.
void accept_handshakes(int socket) noexcept;

}  // namespace tined::daemon
