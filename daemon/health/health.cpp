#include "daemon/health/health.hpp"

#include <span>

#include "base/log.hpp"
#include "base/text.hpp"
#include "crypto/random.hpp"
#include "daemon/health/crash_handler.hpp"
#include "daemon/health/obituary.hpp"

namespace tined::daemon {

Health::Health(MasterLoop& loop, Workforce& workforce)
    : loop_(loop),
      workforce_(workforce),
      checking_(loop, [this](Pulse::Clock::time_point now) { hangs_.check(now); }) {
    crypto::fill_random(std::as_writable_bytes(std::span(&list_->key, 1)));
    prepare_crash_handler();
}

void Health::begin(const config::Supervise& settings) {
    quarantine_.set_policy(settings.quarantine);
    hangs_.set_timeout(settings.hang_timeout);
    checking_.begin(hangs_.period());
}

std::string Health::on_death(const Worker& worker, const base::Exit& exit) {
    if (exit.how != base::Exit::How::killed) return {};
    const base::ScoreboardRow& row = workforce_.row(worker.row);
    const auto now = HangWatch::Clock::now();
    const auto fingerprint = culprit(row, exit);
    const auto request = row.requests.running();
    if (fingerprint && request) {
        const auto line = base::escape_for_message(request->line_view());
        const auto told = quarantine_.count_kill(*fingerprint, line, now);
        if (told) log::warn("{}", *told);
        wait_for_end();
    }
    return last_words(row, now);
}

QuarantineRecord Health::quarantine_record() const {
    QuarantineRecord record = quarantine_.record();
    record.key = list_->key;
    return record;
}

void Health::take_quarantine(const QuarantineRecord& record) {
    if (!record.key) return;
    if (workforce_.is_empty()) list_->key = *record.key;
    if (list_->key != *record.key) return;
    quarantine_.add(record);
    wait_for_end();
}

void Health::release_quarantined() {
    for (const std::string& line : quarantine_.release_all()) log::info("{}", line);
    wait_for_end();
}

void Health::let_out() {
    for (const std::string& line : quarantine_.let_out(HangWatch::Clock::now())) {
        log::info("{}", line);
    }
    wait_for_end();
}

void Health::wait_for_end() {
    const auto end = quarantine_.next_end();
    letting_out_ = end ? loop_.at(*end, [this] { let_out(); }) : MasterLoop::Registration();
}

}  // namespace tined::daemon
