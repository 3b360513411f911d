// Lines of a log that could not be written are told of when they can be again, once, with how many
// there were.
#pragma once

#include <cstdint>
#include <string_view>

#include "daemon/logs/line_output.hpp"
#include "daemon/logs/log_sink.hpp"

namespace tined::daemon {

class DroppedLines {
public:
    /// `what` ("log", "access log") is a literal; `of` is where those lines go, `log` where it is
    /// told. All outlive it.
    DroppedLines(std::string_view what, LineOutput& of, LogSink& log) noexcept
        : what_(what), of_(of), log_(log) {}

    /// To be called now and then. Gives how many were dropped since the last call.
    std::uint64_t tell() noexcept;

private:
    std::string_view what_;
    LineOutput& of_;
    LogSink& log_;
    std::uint64_t untold_ = 0;
};

}  // namespace tined::daemon
