// A line of the access log: common, combined, JSON, or a format of the site's own with {{ }}.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "config/settings.hpp"
#include "http/observer.hpp"
#include "template/environment.hpp"

namespace tined::handlers {

/// [21/Nov/2026:22:15:00 +0000], the time of the "common log format".
using SecondText = std::array<char, 28>;

/// Compiled once in the master; used by each worker for itself.
class AccessFormat {
public:
    /// Tells a problem, and then is off, where the own format is wrong.
    AccessFormat(const config::Settings& settings, config::Problems& problems);

    bool is_off() const noexcept { return format_ == config::AccessLog::Format::off; }
    /// Whether a line may tell how long the answer took.
    bool wants_durations() const noexcept;
    /// Appends the line with its line feed. What a client sent is escaped: a line stays one line.
    void append(const http::AccessRecord& record, std::string& out) const;

private:
    /// Makes second_text_ that of `time`.
    void keep_second(std::chrono::system_clock::time_point time) const;
    void append_common(const http::AccessRecord& record, bool is_combined, std::string& out) const;
    void append_own(const http::AccessRecord& record, std::string& out) const;

    config::AccessLog::Format format_;
    templates::Symbols symbols_;
    std::unique_ptr<templates::Environment> environment_;
    std::optional<templates::Template> own_;
    // The second of the last line and its text: most lines of a busy worker are of the same.
    mutable std::chrono::system_clock::time_point second_ =
        std::chrono::system_clock::time_point::max();  // none yet
    mutable SecondText second_text_{};
};

}  // namespace tined::handlers
