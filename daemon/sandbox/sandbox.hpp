// `sandbox: true`: what a worker can do when its code has been made to do what it should not.
// Three walls. no_new_privs (prctl(2)): nothing that it could execute would give it rights.
// Landlock: it opens the files that the configuration names, and makes some in `spool` alone.
// seccomp: it makes the system calls that serving takes, and no others.
//
// The master makes it for each edition, before it forks; a worker enters it when it has become its
// user, before it accepts anything. What a kernel does not have is left out, and said: in_force().
// What it has and then refuses is an error, and the worker must not serve.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>

#include "base/refused_calls.hpp"
#include "daemon/sandbox/landlock.hpp"
#include "daemon/sandbox/seccomp_filter.hpp"

namespace tined::daemon {

class Sandbox {
public:
    static std::expected<Sandbox, base::SystemError> make(const Reach& reach,
                                                          const SystemCalls& allowed = {});

    /// In the worker, for good. Refused calls are counted in `refused`, which is there as long as
    /// the process. A process that is not the worker of a row gives one of its own.
    std::expected<void, base::SystemError> enter(base::RefusedCalls& refused) const;

    /// "seccomp, Landlock ABI 7", or "seccomp; no Landlock: the kernel has none".
    const std::string& in_force() const noexcept { return in_force_; }
    /// Whether the kernel has all of it.
    bool is_whole() const noexcept { return filter_ && rules_; }

private:
    Sandbox() = default;

    std::optional<SeccompFilter> filter_;
    std::optional<Landlock> rules_;
    std::string in_force_;
};

}  // namespace tined::daemon
