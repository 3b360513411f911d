// The descriptors that this process was started with, by the protocol of sd_listen_fds(3): sockets
// that systemd listens on for the service, what the service gave to the descriptor store, and what
// an older master of tined leaves to the one that takes its place.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "base/descriptor.hpp"

namespace tined::systemd {

struct PassedDescriptor {
    base::Descriptor descriptor;  ///< close-on-exec from here on
    std::string name;             ///< of $LISTEN_FDNAMES; "unknown" where there are no names
};

/// Takes them over, once, at the start: numbers 3 and up, $LISTEN_FDS of them, if $LISTEN_PID is
/// this process; none if not. Unsets the variables, so that no child takes them to be its own. The
/// error says what is wrong with the variables; the descriptors stay as they are then.
std::expected<std::vector<PassedDescriptor>, std::string> take_listen_fds();

/// The variables of a program that is passed `names.size()` descriptors from number 3 on, as
/// NAME=VALUE: to be put into its environment by the process that becomes `pid`.
std::vector<std::string> listen_variables(const std::vector<std::string>& names, int pid);

}  // namespace tined::systemd
