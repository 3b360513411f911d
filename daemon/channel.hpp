// What the master and one of its workers say to each other: a pair of connected sockets for each
// worker, one message a packet. It is the life-line as well: the end of either process is the end
// of the channel, so a worker learns that its master was killed, and drains.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>

#include "base/descriptor.hpp"

namespace tined::daemon {

enum class Message : std::uint8_t {
    ready = 'r',   ///< worker: it accepts
    retire = 't',  ///< master: stop accepting, finish what there is, go
    gone = 0,      ///< nobody sends it: the other end is closed
};

struct Channel {
    base::Descriptor master;
    base::Descriptor worker;
};

/// Both ends are nonblocking and close-on-exec.
std::expected<Channel, base::SystemError> make_channel();

/// False if the other end is gone. A packet of one byte always finds room: each end sends few.
bool send(int end, Message message) noexcept;

/// The next message; nothing if there is none yet. What is no message is passed over.
std::optional<Message> receive(int end) noexcept;

}  // namespace tined::daemon
