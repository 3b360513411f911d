#include "daemon/logs/access_log.hpp"

#include "base/log.hpp"
#include "base/text.hpp"

namespace tined::daemon {

AccessLog::AccessLog(event::Loop& loop, const handlers::AccessFormat& format, LineOutput& output,
                     base::ScoreboardRow& row)
    : format_(format),
      output_(output),
      row_(row),
      timer_(loop, event::call_member<&AccessLog::on_patience_ended>, this) {}

void AccessLog::on_connection_opened() {
    row_.connections_accepted.add();
    row_.connections_open.add();
}

void AccessLog::on_connection_closed() { row_.connections_open.subtract(); }

void AccessLog::on_connection_came() { row_.connections_open.add(); }

void AccessLog::on_connection_left() { row_.connections_open.subtract(); }

void AccessLog::on_request_started(std::string_view /*id*/, const http::RequestHead& head) {
    row_.requests_started.add();
    row_.bytes_in.add(head.size);
}

void AccessLog::on_request_finished(const http::AccessRecord& record) {
    row_.requests_answered.add();
    row_.bytes_out.add(record.bytes);
    if (record.status >= 100 && record.status <= 599) row_.count_response(record.status);
    if (format_.is_off()) return;
    format_.append(record, lines_);
    if (lines_.size() >= enough) return flush();
    if (is_timer_started_) return;
    timer_.start(patience);
    is_timer_started_ = true;
}

void AccessLog::on_service_failure(std::string_view id, std::string_view what) {
    log::error("request {}: {}", id, base::escape_for_message(what));
}

void AccessLog::on_descriptors_exhausted() {
    log::warn("no descriptor is left for another connection; the limit is RLIMIT_NOFILE");
}

void AccessLog::on_patience_ended() {
    is_timer_started_ = false;
    flush();
}

void AccessLog::flush() {
    if (lines_.empty()) return;
    output_.write(lines_);
    lines_.clear();
}

}  // namespace tined::daemon
