// The log as the lower floors see it: a sink that daemon fills. One event, one line, told once.
// Only handlers and daemon call it; everything below returns what happened instead.
#pragma once

#include <fmt/core.h>

#include <string_view>
#include <utility>

namespace tined::log {

enum class Level { debug, info, warning, error };

/// Where lines go. write() must not block the caller's loop and must not throw.
class Sink {
public:
    virtual ~Sink() = default;
    virtual void write(Level level, std::string_view line) noexcept = 0;
    /// False lets callers skip making a line that nobody will read.
    virtual bool takes(Level level) const noexcept = 0;
};

/// Fills the process's one sink; the caller keeps it alive until it sets another or null.
/// Until then, and after null, lines from info on go to standard error as they are.
void set_sink(Sink* sink) noexcept;

bool takes(Level level) noexcept;
void write(Level level, std::string_view line) noexcept;

template <typename... Args>
void write_formatted(Level level, fmt::format_string<Args...> format, Args&&... args) {
    if (takes(level)) write(level, fmt::format(format, std::forward<Args>(args)...));
}

template <typename... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) {
    write_formatted(Level::debug, format, std::forward<Args>(args)...);
}
template <typename... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
    write_formatted(Level::info, format, std::forward<Args>(args)...);
}
template <typename... Args>
void warn(fmt::format_string<Args...> format, Args&&... args) {
    write_formatted(Level::warning, format, std::forward<Args>(args)...);
}
template <typename... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
    write_formatted(Level::error, format, std::forward<Args>(args)...);
}

}  // namespace tined::log
