// One line of a log as the journal and syslog take it: a datagram.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace tined::daemon {

/// A line taken apart; the views point into it.
struct LogRecord {
    int priority = 6;               ///< syslog(3): 3 error, 4 warning, 6 info, 7 debug
    std::string_view slot = {};     ///< "3", or "master"; empty: the line does not say
    std::string_view request = {};  ///< the id of the request that it is about; empty: of none
    std::string_view text = {};     ///< all of the line but its level
};

/// Of LogSink's "<3>slot 2: request 0123456789abcdef: failed". A line without a level, as that of
/// an access log, is one of level info, and its text is not looked into: clients write it.
LogRecord parse_log_line(std::string_view line, bool has_level);

/// "FIELD=value" lines (systemd's "Native Journal Protocol"): MESSAGE, PRIORITY, SYSLOG_IDENTIFIER,
/// SYSLOG_PID, TINED_SLOT, TINED_REQUEST_ID. A text has no line feed in it.
std::string journal_record(const LogRecord& record);

/// "<PRI>Nov 22 02:30:00 tined[PID]: text" (RFC 3164 §4.1), of the facility daemon and without a
/// host name, as a local daemon wants it.
std::string syslog_record(const LogRecord& record, std::chrono::system_clock::time_point now);

/// sendmsg(2) on a socket that is connected to the journal, without waiting. What is too large for
/// a datagram is passed in a file in memory. 0, or the errno.
int send_to_journal(int socket, std::string_view record) noexcept;

}  // namespace tined::daemon
