// Children that ended, and what this process may use: processors and descriptors.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <expected>
#include <optional>
#include <string>

#include "base/system_error.hpp"

namespace tined::base {

/// How a child process ended.
struct Exit {
    enum class How { exited, killed };

    pid_t pid = 0;
    How how = How::exited;
    int code = 0;              ///< exit status, or the number of the signal that killed it
    bool dumped_core = false;  ///< only of one that was killed
};

/// One child that has ended, if there is any; never waits. Call it until it gives nothing: signals
/// coalesce, so one SIGCHLD may stand for several children. As PID 1 of a container strangers'
/// children come too.
std::optional<Exit> reap_any();

/// "exited with 3", "was killed by SIGSEGV (core dumped)"
std::string describe(const Exit& exit);
/// "SIGTERM"; "signal 40" for one without a name.
std::string signal_name(int number);

/// How many processors this process may keep busy, at least 1: those of its affinity mask, and no
/// more than the quota of its cgroup and all above it gives.
unsigned cpu_count();

/// Sets the soft RLIMIT_NOFILE to the hard one; gives the limit that now holds.
std::expected<rlim_t, SystemError> raise_file_limit();

}  // namespace tined::base
