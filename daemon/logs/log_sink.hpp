// The log's sink: spdlog makes one line out of an event, with time, level and who tells it; a
// LineOutput takes it to standard error.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/log.hpp"
#include "config/settings.hpp"
#include "daemon/logs/line_output.hpp"

namespace spdlog {
class formatter;
}

namespace tined::daemon {

/// text: `2026-11-21T22:40:03.123+01:00 info master: the message`
/// json: `{"time":"...","level":"info","slot":"master","pid":7,"message":"..."}`, slot a number
/// in a worker. A message is one line whatever is in it: line feeds in it are written \n.
/// Where the journal or syslog take the line (LogDestination::Wire), which put the time to it and
/// want its level, a text is `<6>master: the message`, and JSON comes after the level.
class LogSink final : public log::Sink {
public:
    /// `who` is "master" or "slot 3". `output` must outlive it.
    LogSink(LineOutput& output, const config::Log& settings, const std::string& who);
    ~LogSink() override;

    /// Leaves out what takes() does not: not every caller asks before.
    void write(log::Level level, std::string_view line) noexcept override;
    bool takes(log::Level level) const noexcept override { return level >= level_; }
    /// Writes it at level info, even if the log takes only worse: what a person waits to be told.
    void announce(std::string_view line) noexcept;
    /// Writes it at level warning, at once or not at all: what tells of lines that were dropped is
    /// not to be one of them.
    bool try_to_warn(std::string_view line) noexcept;
    bool writes_to(const LineOutput& output) const noexcept { return &output == &output_; }

private:
    std::string formatted(log::Level level, std::string_view line);

    LineOutput& output_;
    log::Level level_;
    std::string who_;
    std::mutex mutex_;  // spdlog's formatters remember the second that they formatted last
    std::unique_ptr<spdlog::formatter> whole_;  // with time and level
    std::unique_ptr<spdlog::formatter> short_;  // for those who know both
};

}  // namespace tined::daemon
