// The parts of root's power (capabilities(7)) that master and workers keep.
//
// The master keeps five, where it has them: KILL (workers are of another user), SETUID and SETGID
// (they become that user), NET_BIND_SERVICE (low ports), CHOWN (the group of a unix socket). What
// it gives up at once and for good, so that a reload can do what the start could and no more: most
// of all DAC_OVERRIDE, which lets root read every file. As root it then reads and writes what root
// owns, or what its mode lets everybody. Workers keep nothing.
#pragma once

#include <expected>

#include "base/system_error.hpp"

namespace tined::daemon {

/// In the master, before it reads anything: leaves the five in the permitted and effective sets,
/// and in the bounding set where it may change that (CAP_SETPCAP), so that a program that it
/// executes gets no more either. What a service manager gave as ambient stays so, if it is one of
/// the five.
std::expected<void, base::SystemError> keep_masters_capabilities();

/// In a worker, when it is its user: empties the permitted, effective, inheritable and ambient
/// sets. Changing from root to another user does that as well; this is for `user: root`, and for a
/// user whom a service manager gave ambient ones.
std::expected<void, base::SystemError> give_up_capabilities();

}  // namespace tined::daemon
