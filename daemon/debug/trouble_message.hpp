// How workers in debug mode learn what is wrong with a configuration that their master could not
// read: as the report that their pages show (handlers/debug_report.hpp). The master makes it, for a
// worker cannot open a file that has taken the place of the one it was started with.
#pragma once

#include <string>
#include <vector>

#include "daemon/channel.hpp"
#include "value/value.hpp"

namespace tined::daemon {

/// In the master: `lines` are those of the log, "FILE:LINE:COLUMN: what is wrong" where they name a
/// place. The result outlives no file: it is JSON.
std::string trouble_report(const std::vector<std::string>& lines);

/// As a message of kind `trouble`, in memory of its own, for it is longer than a message may be.
/// False as for send(), and without memory.
bool send_trouble(int end, std::string_view report);

/// In a worker: the report; undefined if it was lost on the way.
value::Value take_trouble(const Message& message);

}  // namespace tined::daemon
