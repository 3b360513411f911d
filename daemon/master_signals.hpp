// The master's signals, as something to poll(2): no handler ever runs.
#pragma once

#include <csignal>
#include <optional>

#include "base/descriptor.hpp"

namespace tined::daemon {

class MasterSignals {
public:
    /// Blocks SIGTERM, SIGINT, SIGHUP, SIGUSR2 and SIGCHLD for the process's one thread, for good:
    /// what is forked from now on starts with them blocked. SIGPIPE is ignored. A SIGINT that was
    /// ignored stays so: that is how a shell keeps ^C from what it runs in the background. Throws
    /// std::runtime_error when there is no descriptor for them.
    MasterSignals();

    int fd() const noexcept { return descriptor_.get(); }
    /// The next signal that came; nothing if there is none. Signals coalesce.
    std::optional<int> next() noexcept;
    /// In a forked child.
    void close() noexcept { descriptor_.reset(); }

private:
    base::Descriptor descriptor_;
};

}  // namespace tined::daemon
