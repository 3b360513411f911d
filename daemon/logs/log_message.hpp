// How a worker gets the logs that its master has opened anew: as the descriptors of a message.
#pragma once

#include <expected>
#include <string>

#include "daemon/channel.hpp"
#include "daemon/logs/line_output.hpp"
#include "daemon/logs/logs.hpp"

namespace tined::daemon {

/// In the master. A standard stream is not opened anew, and not sent. False as for send().
bool send_logs(int end, const Logs& logs) noexcept;

/// In a worker: turns its outputs to what a message of kind `logs` brings. An error, in one line,
/// leaves both as they were.
std::expected<void, std::string> take_logs(Message message, LineOutput& log, LineOutput& access);

}  // namespace tined::daemon
