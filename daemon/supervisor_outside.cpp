// What is asked of the master from outside: the part of Supervisor that is Outside::Master.
#include <unistd.h>

#include <csignal>
#include <utility>

#include "base/log.hpp"
#include "daemon/channel.hpp"
#include "daemon/control/control_path.hpp"
#include "daemon/supervisor.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

// A loop beats four times a second.
constexpr auto fresh = 1s;

// For reading the file, its tests and the start of the workers, each of which is bounded itself.
constexpr auto longest_start = 90s;

WorkerStatus describe(const Worker& worker, const base::ScoreboardRow& row,
                      Worker::Clock::time_point now) {
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    const bool has_begun = row.heartbeat() != Worker::Clock::time_point();
    const auto beat = has_begun ? now - row.heartbeat() : 0ms;
    return {.slot = worker.slot,
            .pid = worker.pid,
            .generation = worker.generation,
            .phase = beat > fresh ? "stale" : name_of(worker.life),
            .uptime = duration_cast<milliseconds>(now - worker.since),
            .connections = row.connections_open.get(),
            .requests = row.requests_answered.get(),
            .executor_queue = row.executor_queue.load(std::memory_order_relaxed),
            .beat = duration_cast<milliseconds>(beat)};
}

}  // namespace

Status Supervisor::status() const {
    Status status = {.version = TINED_VERSION,
                     .pid = ::getpid(),
                     .file = {},
                     .phase = "serving",
                     .generation = current_.generation,
                     .since = since_,
                     .reloaded = reloaded_,
                     .restarts = restart_count_,
                     .addresses = sockets_.urls(current_.plan),
                     .debugged_in_public = {},
                     .workers = {}};
    if (current_.configuration) {
        status.file = real_path(current_.configuration->file);
        status.debugged_in_public = debugged_in_public();
    }
    if (!rollout_.is_idle()) status.phase = "reloading";
    if (outside_.is_upgrading()) status.phase = "upgrading";
    if (phase_ == Phase::starting) status.phase = "starting";
    if (phase_ == Phase::stopping) status.phase = "stopping";
    const auto now = Clock::now();
    for (const Worker& worker : workforce_.all()) {
        status.workers.push_back(describe(worker, workforce_.row(worker.row), now));
    }
    std::ranges::stable_sort(status.workers, {}, &WorkerStatus::slot);
    return status;
}

bool Supervisor::is_any_fresh() const {
    const auto now = Clock::now();
    return std::ranges::any_of(workforce_.all(), [&](const Worker& worker) {
        return now - workforce_.row(worker.row).heartbeat() <= fresh;
    });
}

void Supervisor::begin_reload(Control::OnReport on_report) {
    request_reload([tell = std::move(on_report)](const ReloadReport& report) {
        tell(report.code, report.lines);
    });
}

std::string Supervisor::why_no_upgrade(bool is_rehearsal) const {
    switch (phase_) {
        case Phase::starting:
            return "tined is starting";
        case Phase::stopping:
            return "tined is stopping";
        case Phase::serving:
            break;
    }
    if (outside_.is_successor()) return "tined is only just taking over";
    if (is_rehearsal || ::getpid() != 1) return "";
    return "it runs as PID 1, and a container ends with its PID 1; "
           "start a container of the new image instead, beside this one or after it";
}

std::vector<PassedOn> Supervisor::to_store() const {
    auto all = sockets_.to_store();
    if (roll_) all.push_back({roll_->memory().get(), roll_name(::getpid())});
    return all;
}

Upgrade::Order Supervisor::upgrade_order() const {
    return {.program = program_,
            .arguments = arguments_,
            .sockets = sockets_.to_pass_on(),
            .patience = current_.settings().supervise.trial + longest_start};
}

void Supervisor::take_quarantine(const QuarantineRecord& record) {
    health_.take_quarantine(record);
}

void Supervisor::on_upgrade_failed() {
    if (phase_ == Phase::stopping) return;
    outside_.retake_office(current_.settings(), current_.configuration->file);
    begin_what_waits();
}

void Supervisor::on_installed() {
    log_.announce(where());
    begin_what_waits();
}

void Supervisor::on_replaced() {
    is_replaced_ = true;
    for (Worker& worker : workforce_.all()) {
        // Those that retire have an heir here, and are given another when it has gone.
        if (worker.life == Life::serving) give_to_new_master(worker);
    }
    // A reload that was asked for meanwhile is for who reads the file now; and so is its answer.
    if (wants_reload_) outside_.pass_on_reload();
    for (const OnReloaded& tell : std::exchange(waiting_, {})) {
        tell({.code = ExitCode::failed_at_work,
              .lines = {"another process has taken over meanwhile; it was asked to reload, and "
                        "`tined status` and its log tell what came of it"}});
    }
    stop();
    sockets_.abandon();
}

// False: then its connections end where they are, gently.
bool Supervisor::give_to_new_master(const Worker& worker) noexcept {
    const auto pair = make_channel();
    if (!pair || !outside_.give_connections(worker.slot, pair->master)) return false;
    const int lent[] = {pair->worker.get()};
    return send(worker.channel.get(), Message::Kind::hand_over, 0, lent);
}

void Supervisor::receive_connections(unsigned slot, base::Descriptor end) {
    if (is_replaced_) {  // by a third master: they are for that one's workers
        outside_.give_connections(slot, end);
        return;
    }
    if (phase_ != Phase::serving) return;  // the sender finds its end closed, and keeps what it has
    Worker* const worker = heir_for(slot, current_);
    if (worker == nullptr) return;
    const int lent[] = {end.get()};
    send(worker->channel.get(), Message::Kind::receive, 0, lent);
}

}  // namespace tined::daemon
