// What is asked of the master from outside: the part of Supervisor that is Outside::Master.
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "base/log.hpp"
#include "daemon/supervisor.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

// For reading the file, its tests and the start of the workers, each of which is bounded itself.
constexpr auto longest_start = 90s;

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
                     .workers = {}};
    if (current_.configuration) status.file = current_.configuration->file;
    if (!rollout_.is_idle()) status.phase = "reloading";
    if (outside_.is_upgrading()) status.phase = "upgrading";
    if (phase_ == Phase::starting) status.phase = "starting";
    if (phase_ == Phase::stopping) status.phase = "stopping";
    const auto now = Clock::now();
    for (const Worker& worker : workforce_.all()) {
        const base::ScoreboardRow& row = workforce_.row(worker.row);
        status.workers.push_back(
            {.slot = worker.slot,
             .pid = worker.pid,
             .generation = worker.generation,
             .phase = name_of(worker.life),
             .uptime = std::chrono::duration_cast<std::chrono::milliseconds>(now - worker.since),
             .connections = row.connections_open.get(),
             .requests = row.requests_answered.get()});
    }
    return status;
}

bool Supervisor::is_any_fresh() const {
    constexpr auto fresh = 1s;  // a loop beats four times as often
    const auto now = Clock::now();
    return std::ranges::any_of(workforce_.all(), [&](const Worker& worker) {
        return now - workforce_.row(worker.row).heartbeat() <= fresh;
    });
}

void Supervisor::begin_reload(Control::OnReport on_report) {
    request_reload([tell = std::move(on_report)](const ReloadReport& report) {
        tell(report.is_done, report.lines);
    });
}

std::string Supervisor::why_no_upgrade() const {
    switch (phase_) {
        case Phase::starting:
            return "tined is starting";
        case Phase::stopping:
            return "tined is stopping";
        case Phase::serving:
            break;
    }
    if (outside_.is_successor()) return "tined is only just taking over";
    return rollout_.is_idle() ? "" : "a reload is under way";
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

// The pid file and the control socket: what only one master can have.
std::optional<Failure> Supervisor::take_office(const Edition& edition) {
    if (auto why = write_pid_file(edition.settings())) return why;
    return outside_.open_control(edition.settings(), edition.configuration->file);
}

void Supervisor::on_installed() {
    if (const auto why = take_office(current_)) log::error("{}", why->lines.front());
    log_.announce(where());
    reload_if_wanted();
}

void Supervisor::on_replaced() {
    is_replaced_ = true;
    for (Worker& worker : workforce_.all()) {
        if (worker.life != Life::serving) continue;
        int ends[2] = {-1, -1};
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0) {
            break;  // their connections end where they are, gently
        }
        const base::Descriptor theirs(ends[0]);
        const base::Descriptor ours(ends[1]);
        const int lent[] = {ours.get()};
        if (!outside_.give_connections(worker.slot, theirs)) continue;
        send(worker.channel.get(), Message::Kind::hand_over, 0, lent);
    }
    // A SIGHUP that came meanwhile is for who reads the file now.
    if (wants_reload_) outside_.pass_on_reload();
    stop();
    sockets_.abandon();
}

void Supervisor::receive_connections(unsigned slot, base::Descriptor end) {
    const unsigned own = slot % std::max(current_.slots(), 1u);
    Worker* const worker = workforce_.serving(current_.generation, own);
    if (worker == nullptr) return;  // the sender finds its end closed, and keeps what it has
    const int lent[] = {end.get()};
    send(worker->channel.get(), Message::Kind::receive, 0, lent);
}

}  // namespace tined::daemon
