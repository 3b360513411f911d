// Both logs of a configuration, opened: what an edition's workers write to, and the master while it
// is in service.
#pragma once

#include <expected>

#include "daemon/failure.hpp"
#include "daemon/logs/line_output.hpp"
#include "daemon/logs/log_destination.hpp"

namespace tined::daemon {

struct Logs {
    LogDestination log;
    LogDestination access;

    /// For the master. What cannot be opened is a failure at work, in one line.
    static std::expected<Logs, Failure> open(const config::Log& settings);

    /// Turns both outputs there. They get descriptors of their own, so that this can be opened
    /// anew.
    std::expected<void, base::SystemError> aim(LineOutput& log_lines,
                                               LineOutput& access_lines) const;
};

}  // namespace tined::daemon
