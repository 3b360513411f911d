// What a worker's connections tell: the scoreboard is kept, access lines are written, and what
// went wrong goes to the log.
#pragma once

#include <string>
#include <string_view>

#include "base/scoreboard.hpp"
#include "daemon/logs/line_output.hpp"
#include "event/timer.hpp"
#include "handlers/access_line.hpp"
#include "http/observer.hpp"

namespace tined::daemon {

/// Access lines are gathered and written whole: when there are `enough` of them, or `patience`
/// after the first. So a busy worker writes once for dozens of requests, and who watches the log
/// by eye waits for nothing.
class AccessLog final : public http::Observer {
public:
    static constexpr std::size_t enough = 8 * 1024;  ///< bytes
    static constexpr std::chrono::milliseconds patience{100};

    /// All must outlive it.
    AccessLog(event::Loop& loop, const handlers::AccessFormat& format, LineOutput& output,
              base::ScoreboardRow& row);
    ~AccessLog() override { flush(); }

    void on_connection_opened() override;
    void on_connection_closed() override;
    void on_connection_came() override;
    void on_connection_left() override;
    void on_request_started(std::string_view id, const http::RequestHead& head) override;
    void on_request_finished(const http::AccessRecord& record) override;
    void on_service_failure(std::string_view id, std::string_view what) override;
    void on_descriptors_exhausted() override;
    bool wants_durations() const noexcept override { return format_.wants_durations(); }
    base::RequestTable* requests() noexcept override { return &row_.requests; }

    /// Hands the gathered lines over.
    void flush();

private:
    void on_patience_ended();

    const handlers::AccessFormat& format_;
    LineOutput& output_;
    base::ScoreboardRow& row_;
    std::string lines_;
    event::Timer timer_;
    // As the timer knows too, but a line asks for it with every request. While there are lines it
    // is; it may be when there are none, and then what comes next waits less than `patience`.
    bool is_timer_started_ = false;
};

}  // namespace tined::daemon
