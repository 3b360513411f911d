// A worker: one event loop that accepts on its slot's sockets and answers what comes.
//
// Its signals. SIGINT, SIGTERM, SIGHUP and SIGPIPE are ignored: the first three may be sent to the
// whole process group (by a terminal, by a service manager), and what they mean is the master's to
// decide; it says so by the channel. All others do what they do by default.
// Its end. It drains when the master says "retire", or is gone: it stops accepting, finishes its
// requests, within `drain_timeout`, and ends.
#pragma once

#include "daemon/failure.hpp"
#include "daemon/inheritance.hpp"

namespace tined::daemon {

/// Runs in the forked child, which ends with what it returns: done after a drain; failed_at_work
/// or wrong_configuration (it is of no use to start another) when it could not begin.
/// Expects the signals to be blocked, and unblocks them.
ExitCode run_worker(Inheritance inheritance);

}  // namespace tined::daemon
