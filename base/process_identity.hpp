// Which process is meant: a pid alone is given to another as soon as its own has been waited for.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <expected>
#include <optional>

#include "base/descriptor.hpp"

namespace tined::base {

struct ProcessIdentity {
    pid_t pid = 0;
    std::uint64_t started = 0;  ///< clock ticks since the boot, proc(5)

    bool operator==(const ProcessIdentity&) const = default;
};

/// Of the process that has this pid now; nothing if there is none (or no /proc).
std::optional<ProcessIdentity> identify(pid_t pid);

/// A descriptor of that very process, pidfd_open(2): readable once it has ended, and good for
/// send_signal(). ESRCH: it has ended, whoever has its pid now.
std::expected<Descriptor, SystemError> open_process(const ProcessIdentity& process);

/// pidfd_send_signal(2). False: it has ended, or is another user's.
bool send_signal(const Descriptor& process, int signal) noexcept;

}  // namespace tined::base
