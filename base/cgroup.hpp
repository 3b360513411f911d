// What a control group allows this process: its CPU quota, by cgroup v2 or v1.
// Source: the kernel's Documentation/admin-guide/cgroup-v2.rst and scheduler/sched-bwc.rst.
#pragma once

#include <optional>
#include <string>

namespace tined::base {

/// The smallest quota of the process's own group and all above it that can be seen, in whole
/// processors, rounded up and at least 1; nothing if none has one. `root` stands before every
/// path that is read (/proc/self/cgroup, /proc/self/mountinfo and the mounts that it names):
/// empty for this system, a folder that looks like one for tests.
std::optional<unsigned> cgroup_cpu_limit(const std::string& root);

}  // namespace tined::base
