// A line of the access log: common, combined, JSON, or a format of the site's own with {{ }}.
#pragma once

#include <optional>
#include <string>

#include "config/settings.hpp"
#include "http/observer.hpp"
#include "template/environment.hpp"

namespace tined::handlers {

/// Compiled once in the master; used by each worker for itself.
class AccessFormat {
public:
    /// Tells a problem, and then is off, where the own format is wrong.
    AccessFormat(const config::Settings& settings, config::Problems& problems);

    bool is_off() const noexcept { return format_ == config::AccessLog::Format::off; }
    /// Appends the line with its line feed. What a client sent is escaped: a line stays one line.
    void append(const http::AccessRecord& record, std::string& out) const;

private:
    config::AccessLog::Format format_;
    templates::Symbols symbols_;
    std::unique_ptr<templates::Environment> environment_;
    std::optional<templates::Template> own_;
};

}  // namespace tined::handlers
