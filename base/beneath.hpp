// open_beneath() where the kernel's openat2(2) is not to be had: before Linux 5.6, and under a
// filter of system calls that can't look into its argument (systemd's RestrictSUIDSGID=, old
// containers').
#pragma once

#include <expected>
#include <string>

#include "base/descriptor.hpp"
#include "base/system_error.hpp"

namespace tined::base {

/// As open_beneath(), a step at a time: each part of the path is opened without following links,
/// and a link's text takes its place; ".." goes back to the folder that was come from, which is
/// still open, so nothing that is renamed meanwhile leads out. `flags` create nothing. Costs two or
/// three system calls for each part.
std::expected<Descriptor, SystemError> open_step_by_step(int folder, const std::string& path,
                                                         int flags);

}  // namespace tined::base
