// The master's own log, and what it does for the workers': it opens both (logs.hpp), and opens them
// anew when they were rotated (SIGUSR1). Nothing in it waits.
#pragma once

#include <memory>

#include "daemon/edition.hpp"
#include "daemon/logs/dropped_lines.hpp"
#include "daemon/logs/line_output.hpp"
#include "daemon/logs/log_sink.hpp"
#include "daemon/master_loop.hpp"
#include "daemon/workforce.hpp"

namespace tined::daemon {

class MasterLog {
public:
    /// Is the sink of log:: from now on. All outlive it.
    MasterLog(MasterLoop& loop, LineOutput& log, LineOutput& access, const config::Log& settings);
    MasterLog(const MasterLog&) = delete;
    MasterLog& operator=(const MasterLog&) = delete;
    ~MasterLog();

    /// Writes by the settings of `edition`, and to its logs.
    void use(const Edition& edition);
    /// Opens the logs of `edition` anew, and gives them to all workers. One that does not get them
    /// writes to the old ones on.
    void open_anew(Edition& edition, const Workforce& workforce);

    /// In each round of the loop: writes on what is queued, and tells of what was dropped.
    void flush();
    void announce(std::string_view line) noexcept { sink_->announce(line); }
    /// Before the process ends: waits a little for a slow reader.
    void finish();

private:
    void make_sink(const config::Log& settings);

    MasterLoop& loop_;
    LineOutput& log_;
    LineOutput& access_;
    std::unique_ptr<LogSink> sink_;
    std::unique_ptr<DroppedLines> dropped_;
    MasterLoop::Registration on_writable_;  // while some of it is queued
};

}  // namespace tined::daemon
