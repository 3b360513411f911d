#include "daemon/logs/master_log.hpp"

#include "base/log.hpp"
#include "daemon/logs/log_message.hpp"

namespace tined::daemon {
namespace {

constexpr std::chrono::milliseconds last_lines_patience{200};

}  // namespace

MasterLog::MasterLog(MasterLoop& loop, LineOutput& log, LineOutput& access,
                     const config::Log& settings)
    : loop_(loop), log_(log), access_(access) {
    make_sink(settings);
}

MasterLog::~MasterLog() { log::set_sink(nullptr); }

void MasterLog::make_sink(const config::Log& settings) {
    auto sink = std::make_unique<LogSink>(log_, settings, "master");
    log::set_sink(sink.get());
    dropped_ = std::make_unique<DroppedLines>("log", log_, *sink);
    sink_ = std::move(sink);
}

void MasterLog::use(const Edition& edition) {
    on_writable_.reset();  // it watches the old descriptor
    const auto aimed = edition.logs->aim(log_, access_);
    make_sink(edition.settings().log);
    if (!aimed) log::error("{}; the log stays where it was", aimed.error().what());
}

void MasterLog::open_anew(Edition& edition, const Workforce& workforce) {
    auto opened = Logs::open(edition.settings().log);
    if (!opened) {
        log::error("SIGUSR1: {}; the logs stay as they were", opened.error().lines.front());
        return;
    }
    edition.logs = std::move(*opened);
    use(edition);
    for (const Worker& worker : workforce.all()) {
        if (!worker.channel || send_logs(worker.channel.get(), *edition.logs)) continue;
        log::error("slot {}: worker {} did not get the new logs", worker.slot, worker.pid);
    }
    log::info("SIGUSR1: the logs were opened anew");
}

void MasterLog::flush() {
    if (log_.is_pending()) log_.flush();
    log_.mend();
    dropped_->tell();
    if (!log_.is_pending()) {
        on_writable_.reset();
    } else if (!on_writable_) {
        on_writable_ =
            loop_.watch(log_.fd(), POLLOUT, [this] { log_.flush(); }, MasterLoop::InChild::is_kept);
    }
}

void MasterLog::finish() { log_.finish(last_lines_patience); }

}  // namespace tined::daemon
