// What happens in a worker when the sandbox traps a system call: it is counted, and fails with
// EPERM, as if the kernel had refused it. The code that made it goes on; the master tells.
#pragma once

#include <expected>

#include "base/refused_calls.hpp"
#include "base/system_error.hpp"

namespace tined::daemon {

/// Handles SIGSYS from now on, in all threads; none of them may block it, for the kernel then ends
/// the process. `calls` must be there as long as the process.
std::expected<void, base::SystemError> handle_refused_calls(base::RefusedCalls& calls);

}  // namespace tined::daemon
