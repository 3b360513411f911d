// What a worker does when it crashes: it leaves a record in its row of the scoreboard (signal,
// address, stack, which request its loop was running), and then dies of the signal as it would have
// without: the exit status is the signal's, and a core is one of the place where it happened.
//
// SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGABRT are handled. The handler runs on a stack of its own
// (the usual one may be what is exhausted) and does only what signal-safety(7) allows; backtrace(3)
// is among that once prepare_crash_handler() has run. The master makes words of the record:
// obituary.hpp.
#pragma once

#include "base/scoreboard.hpp"
#include "value/hash.hpp"

namespace tined::daemon {

/// In the master, before the first fork: loads what backtrace(3) would else load, with malloc and
/// locks, when it is first called. So master and workers also have it at the same addresses.
void prepare_crash_handler() noexcept;

/// In a worker, by the thread of its loop, once. `row` is the worker's own. `key` makes the
/// fingerprint of the request (quarantine.hpp).
void install_crash_handler(base::ScoreboardRow& row, value::HashKey key) noexcept;

}  // namespace tined::daemon
