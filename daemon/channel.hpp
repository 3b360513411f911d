// What the master and one of its workers say to each other: a pair of connected sockets for each
// worker, one message a packet, with descriptors where it has some (SCM_RIGHTS, unix(7)). It is
// the life-line as well: the end of either process is the end of the channel, so a worker learns
// that its master was killed, and drains. Both ends run the same binary: there is no version.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <vector>

#include "base/descriptor.hpp"

namespace tined::daemon {

struct Message {
    enum class Kind : std::uint8_t {
        gone,  ///< nobody sends it: the other end is closed

        // The master's.
        retire,      ///< stop accepting, finish what there is, go; number: see Queue
        adopt,       ///< accept on these too: sockets of slot `number`, which has no fresh worker
        release,     ///< accept no more on what was adopted for slot `number`
        empty,       ///< as release, for good: accept what has queued up before, and say `emptied`
        hand_over,   ///< send your idle connections to this socket, once retired; none: to nobody
        receive,     ///< connections come from this socket
        logs,        ///< write to these from now on; log_message.hpp
        call,        ///< say `present`: does your loop go round?
        trouble,     ///< debug mode: the configuration is wrong now; trouble_message.hpp
        list_tasks,  ///< write what your coroutines wait for to this memory; task_survey.hpp

        // The worker's.
        ready,     ///< it accepts
        closed,    ///< retired: all that had queued up is accepted, and it accepts no more
        emptied,   ///< what was adopted for slot `number` is accepted and closed
        refused,   ///< could not adopt for slot `number`: no descriptors
        present,   ///< as it was called for
        listed,    ///< it has written, for the `list_tasks` of that number
        heirless,  ///< retired: who took its connections has gone; it wants another `hand_over`
    };
    static constexpr auto last = Kind::heirless;

    /// The number of a `retire`.
    enum Queue : std::uint32_t {
        leave_queue,  ///< others accept on the same sockets
        take_queue,   ///< nobody else will: accept what has queued up before closing
    };

    /// As many as one message may carry; the kernel's own limit is 253.
    static constexpr std::size_t most_descriptors = 64;

    Kind kind = Kind::gone;
    std::uint32_t number = 0;
    std::vector<base::Descriptor> descriptors;
    /// Received: some did not come through, for this process is at RLIMIT_NOFILE. Those that did
    /// are here.
    bool lost_descriptors = false;
};

struct Channel {
    base::Descriptor master;
    base::Descriptor worker;
};

/// Both ends are nonblocking and close-on-exec.
std::expected<Channel, base::SystemError> make_channel();

/// False: the other end is gone, or has not read for so long that there is no more room, or too
/// many descriptors are under way. `descriptors` (at most most_descriptors) stay the caller's.
bool send(int end, Message::Kind kind, std::uint32_t number = 0,
          std::span<const int> descriptors = {}) noexcept;

/// The next message; nothing if there is none yet. What is no message is passed over. The
/// descriptors are close-on-exec.
std::optional<Message> receive(int end);

}  // namespace tined::daemon
