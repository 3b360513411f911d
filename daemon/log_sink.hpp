// The log's sink: spdlog makes one line out of an event, with time, level and who tells it; a
// LineOutput takes it to standard error.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/log.hpp"
#include "config/settings.hpp"
#include "daemon/line_output.hpp"

namespace spdlog {
class logger;
}

namespace tined::daemon {

/// text: `2026-11-21T22:40:03.123+01:00 info master: the message`
/// json: `{"time":"...","level":"info","slot":"master","pid":7,"message":"..."}`, slot a number
/// in a worker. A message is one line whatever is in it: line feeds in it are written \n.
class LogSink final : public log::Sink {
public:
    /// `who` is "master" or "slot 3". `output` must outlive it.
    LogSink(LineOutput& output, const config::Log& settings, const std::string& who);
    ~LogSink() override;

    /// Leaves out what takes() does not: not every caller asks before.
    void write(log::Level level, std::string_view line) noexcept override;
    bool takes(log::Level level) const noexcept override { return level >= level_; }
    /// Writes it at level info, even if the log takes only worse: what a person waits to be told.
    void announce(std::string_view line) noexcept { put(log::Level::info, line); }

private:
    void put(log::Level level, std::string_view line) noexcept;

    log::Level level_;
    std::unique_ptr<spdlog::logger> logger_;
};

}  // namespace tined::daemon
