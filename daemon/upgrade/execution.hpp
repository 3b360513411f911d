// Executing another program, which is given descriptors by number, as systemd would do it.
#pragma once

#include <sys/types.h>

#include <expected>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/descriptor.hpp"

namespace tined::daemon {

struct PassedOn {
    int descriptor = -1;  ///< lent
    std::string name;     ///< as $LISTEN_FDNAMES has it
};

struct Execution {
    std::filesystem::path program;
    std::vector<std::string> arguments;  ///< without the program's name
    std::vector<PassedOn> sockets;       ///< numbers 3 and up
    int channel = -1;                    ///< the number after the last socket's; lent
    std::string channel_variable;        ///< NAME=, to which the number is added, ...
    std::string channel_suffix;          ///< ... and this
};

/// Forks and executes, with a *holder* in between, whose pid it gives: a child that waits for the
/// program and ends as that does, by the same signal or exit code. If the holder is killed the
/// program is too, unless it has asked not to be (prctl(2), PR_SET_PDEATHSIG); then it becomes a
/// child of the system's first process, which is what systemd wants a service's main process to
/// be. The holder dies with this process.
///
/// The program has this environment but for the variables of the protocols that are bound to a
/// process ($LISTEN_*, $WATCHDOG_PID), which are made anew; of the descriptors it has 0 to 2, those
/// passed on, and no other. Signals stay blocked as they are here: what comes before the program
/// looks is not lost. `why_not` is called in the new process when the program cannot be executed,
/// with the number that the channel has there; then that process ends.
using WhyNot = std::function<void(int channel, const base::SystemError&)>;
std::expected<pid_t, base::SystemError> execute(const Execution& execution, const WhyNot& why_not);

}  // namespace tined::daemon
