// What two masters say to each other during an upgrade (upgrade.hpp), over a pair of SOCK_SEQPACKET
// sockets: one text a packet, which other versions of tined read too, with a descriptor or without.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"

namespace tined::daemon {

struct UpgradeMessage {
    enum class Kind : std::uint8_t {
        ready,   ///< pid
        failed,  ///< text: why, in lines
        take,
        quarantine,  ///< text
        installed,
        connections,  ///< slot; descriptor
        gone,         ///< nobody sends it: the other end is closed
        strange,      ///< nobody sends it: what this version does not know
    };
    static constexpr std::size_t longest_text = 16 * 1024;  ///< more is cut off

    Kind kind = Kind::gone;
    std::string text = {};
    unsigned slot = 0;
    pid_t pid = 0;
    base::Descriptor descriptor = {};
};

/// False: the other end is gone, or does not read.
bool send(int end, const UpgradeMessage& message) noexcept;

/// The next message; nothing if there is none yet. `end` is nonblocking.
std::optional<UpgradeMessage> receive_upgrade_message(int end);

}  // namespace tined::daemon
