// All that a worker inherits from the master. To read this is to read the contract of the fork:
// what is not here is closed or unknown in the worker.
#pragma once

#include <optional>
#include <vector>

#include "base/descriptor.hpp"
#include "base/scoreboard.hpp"
#include "daemon/health/quarantine_list.hpp"
#include "daemon/logs/line_output.hpp"
#include "daemon/sandbox/privileges.hpp"
#include "daemon/sandbox/sandbox.hpp"
#include "daemon/site/configuration.hpp"
#include "daemon/worker_roll.hpp"

namespace tined::daemon {

struct InheritedSocket {
    base::Descriptor socket;  ///< listening, and nonblocking
    http::ForwardedBy forwarded_by = http::ForwardedBy::x_forwarded;
};

struct Inheritance {
    unsigned slot = 0;
    std::vector<InheritedSocket> sockets;  ///< to accept on: the slot's own, and those of all
    base::Descriptor channel;              ///< to the master (channel.hpp)
    std::optional<Identity> identity;      ///< whom to become first; nobody if not root
    const Sandbox* sandbox = nullptr;      ///< to enter then; null: none
    base::ScoreboardRow& row;              ///< shared memory; this worker alone writes it
    const QuarantineList& quarantine;      ///< shared memory; the master writes it
    /// Shared memory; the next master says there that it is ready. Null: nobody keeps the sockets
    /// for a next one, so the death of the master is the end.
    const WorkerRoll* roll = nullptr;

    // Made by the master before the fork; the worker has its copy of each (copy-on-write).
    Configuration& configuration;
    LineOutput& log;     ///< where lines of the log go
    LineOutput& access;  ///< where access lines go; it may be the same
};

}  // namespace tined::daemon
