// The system calls that a worker may make (seccomp(2)): an allow list. It has what libc, libevent
// and tined's own code need to accept, answer, read files and write logs. Not in it, above all:
// socket, connect and bind, execve and fork, ptrace, memory that can be executed, and signals to
// others. What modules need besides is allowed by SystemCalls.
//
// Whatever is not in it traps: the kernel sends SIGSYS, whose handler (refused_calls_handler.hpp)
// makes the call fail with EPERM. Two fail by themselves, without a trap: clone3 with ENOSYS, so
// that libc takes clone, whose flags a filter can see; clone for posix_spawn(3), during which
// SIGSYS is blocked.
#pragma once

#include <linux/filter.h>

#include <expected>
#include <string>
#include <vector>

#include "base/system_error.hpp"

namespace tined::daemon {

/// What a worker may call besides what serving takes.
struct SystemCalls {
    bool watch_files = false;    ///< inotify's: debug mode
    bool connect_tcp = false;    ///< modules may connect; where to is Landlock's to say
    bool connect_unix = false;   ///< likewise
    bool resolve_names = false;  ///< and for that send and receive datagrams
};

class SeccompFilter {
public:
    /// Whether this kernel filters, and can trap. Else why not, in few words.
    static std::expected<void, std::string> is_supported();

    /// Builds the program; a few milliseconds, so the master does it, once for all workers.
    static std::expected<SeccompFilter, base::SystemError> make(const SystemCalls& allowed);

    /// Puts the calling thread, and all that it starts, behind the filter, for good. Wants
    /// no_new_privs (prctl(2)). Signals may be sent to this process alone, so it is called after
    /// the fork.
    std::expected<void, base::SystemError> enter() const;

private:
    explicit SeccompFilter(std::vector<sock_filter> program) : program_(std::move(program)) {}

    std::vector<sock_filter> program_;
};

/// "socket"; "system call 999" where libseccomp knows no name.
std::string system_call_name(int number);

}  // namespace tined::daemon
