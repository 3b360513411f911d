#include "daemon/supervisor.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <utility>

#include "base/log.hpp"
#include "base/text.hpp"
#include "daemon/channel.hpp"
#include "daemon/inheritance.hpp"
#include "daemon/preflight.hpp"
#include "daemon/worker.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

// A worker has little to do before it is ready; one that hangs there must not hold up a reload.
constexpr auto start_limit = 30s;
// A draining worker ends by itself at drain_timeout; so much later it is taken to hang.
constexpr auto drain_grace = 2s;
constexpr auto last_lines_patience = 200ms;

// For reloads in a row: the workers of each may still be draining.
constexpr std::size_t least_rows = 512;

Failure at_work(std::string line) { return Failure(ExitCode::failed_at_work, std::move(line)); }

double seconds(Worker::Clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

}  // namespace

Supervisor::Supervisor(Arguments arguments, std::unique_ptr<Configuration> first, LineOutput& log,
                       LineOutput& access)
    : arguments_(std::move(arguments)),
      log_(log),
      access_(access),
      sink_(std::make_unique<LogSink>(log, first->settings().log, "master")) {
    log::set_sink(sink_.get());
    current_.configuration = std::move(first);
}

Supervisor::~Supervisor() { log::set_sink(nullptr); }

ExitCode Supervisor::run() {
    if (auto failure = start()) fail(std::move(*failure));
    while (phase_ != Phase::stopping || (workforce_ && !workforce_->is_empty())) {
        wait();
        handle_signals();
        reap();
        advance();
    }
    if (pid_file_) pid_file_->remove();
    log_.finish(last_lines_patience);
    if (!failure_) return ExitCode::done;
    tell(*failure_);
    return failure_->code;
}

// ── starting ────────────────────────────────────────────────────────────────────────────────────

std::optional<Failure> Supervisor::start() {
    if (const auto limit = base::raise_file_limit(); !limit) log::warn("{}", limit.error().what());
    auto edition = prepare(std::move(current_.configuration));
    if (!edition) return edition.error();
    current_ = std::move(*edition);
    current_.generation = 1;
    sockets_.commit(current_.plan);
    if (auto why = preflight(*current_.configuration, current_.identity, SiteTests::skip))
        return why;
    auto scoreboard =
        base::Scoreboard::make(std::max(least_rows, std::size_t{4} * current_.slots()));
    if (!scoreboard) return at_work(scoreboard.error().what());
    workforce_.emplace(std::move(*scoreboard));
    if (auto why = write_pid_file(current_.settings())) return why;
    make_slots();
    if (!fork_all(current_)) return at_work("cannot start the workers");
    return std::nullopt;
}

std::expected<Edition, Failure> Supervisor::prepare(std::unique_ptr<Configuration> configuration) {
    Edition edition;
    edition.generation = current_.generation + 1;
    edition.configuration = std::move(configuration);
    const config::Settings& settings = edition.settings();
    auto identity = find_identity(settings.user);
    if (!identity) return std::unexpected(std::move(identity.error()));
    edition.identity = std::move(*identity);
    auto plan = sockets_.prepare(settings.listen, settings.workers.value_or(base::cpu_count()));
    if (!plan) return std::unexpected(std::move(plan.error()));
    edition.plan = std::move(*plan);
    return edition;
}

bool Supervisor::fork_all(const Edition& edition) {
    for (unsigned slot = 0; slot < edition.slots(); ++slot) {
        if (!fork_worker(edition, slot)) return false;
    }
    return true;
}

std::optional<Failure> Supervisor::write_pid_file(const config::Settings& settings) {
    if (pid_file_ && settings.pid_file == pid_file_->path()) return std::nullopt;
    if (pid_file_) pid_file_->remove();
    pid_file_.reset();
    if (!settings.pid_file) return std::nullopt;
    auto written = PidFile::write(*settings.pid_file);
    if (!written) return at_work("pid_file: " + written.error().what());
    pid_file_ = std::move(*written);
    return std::nullopt;
}

void Supervisor::make_slots() {
    const config::Supervise& supervise = current_.settings().supervise;
    const Slot fresh = {Backoff(supervise.backoff_first, supervise.backoff_most), {}};
    slots_.assign(current_.slots(), fresh);
}

// ── the loop ────────────────────────────────────────────────────────────────────────────────────

void Supervisor::wait() {
    std::vector<pollfd> wanted = {{.fd = signals_.fd(), .events = POLLIN, .revents = 0}};
    if (workforce_) {
        for (const Worker& worker : workforce_->all()) {
            if (!worker.is_listened_to) continue;
            wanted.push_back({.fd = worker.channel.get(), .events = POLLIN, .revents = 0});
        }
    }
    if (log_.is_pending()) wanted.push_back({.fd = log_.fd(), .events = POLLOUT, .revents = 0});
    ::poll(wanted.data(), wanted.size(), patience());  // what fails here is looked at all the same
}

// Milliseconds until the next thing that is due by the clock; -1: there is none.
int Supervisor::patience() const {
    std::optional<Clock::time_point> due = workforce_ ? workforce_->next_deadline() : std::nullopt;
    for (const Slot& slot : slots_) {
        if (slot.restart_at && (!due || *slot.restart_at < *due)) due = slot.restart_at;
    }
    if (!due) return -1;
    constexpr std::chrono::milliseconds longest = 1h;  // the loop just comes round then
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - Clock::now());
    return static_cast<int>(std::clamp(left, 0ms, longest).count());
}

void Supervisor::handle_signals() {
    while (const auto signal = signals_.next()) {
        if (*signal == SIGHUP) hang_up();
        if (*signal != SIGTERM && *signal != SIGINT) continue;
        if (phase_ != Phase::stopping) {
            log::info("{}: stopping", base::signal_name(*signal));
            stop();
        } else {
            log::warn("{} again: ending at once", base::signal_name(*signal));
            workforce_->kill_all();
        }
    }
}

void Supervisor::advance() {
    if (log_.is_pending()) log_.flush();
    tell_dropped();
    if (!workforce_) return;
    for (const Worker* worker : workforce_->kill_overdue(Clock::now())) {
        log::error("slot {}: worker {} was still {} after {:.1f} s, and is killed", worker->slot,
                   worker->pid, name_of(worker->life), seconds(Clock::now() - worker->since));
    }
    workforce_->hear();
    if (phase_ == Phase::starting &&
        workforce_->is_serving(current_.generation, current_.slots())) {
        phase_ = Phase::serving;
        sink_->announce(where());
    }
    if (next_ && workforce_->is_serving(next_->generation, next_->slots())) commit_reload();
    restart_due();
    if (phase_ == Phase::serving && std::exchange(wants_reload_, false)) reload();
}

void Supervisor::tell_dropped() {
    if (log_.is_pending()) return;
    const std::uint64_t dropped = log_.take_dropped();
    if (dropped > 0) log::warn("{} lines of the log were dropped: nobody read them", dropped);
}

// ── workers ─────────────────────────────────────────────────────────────────────────────────────

bool Supervisor::fork_worker(const Edition& edition, unsigned slot) {
    const auto row = workforce_->free_row();
    auto channel = make_channel();
    if (!row || !channel) {
        log::error("slot {}: no worker: {}", slot, row ? channel.error().what() : "too many live");
        return false;
    }
    workforce_->row(*row).begin(edition.generation);
    const pid_t pid = ::fork();
    if (pid < 0) {
        log::error("slot {}: no worker: {}", slot, base::SystemError::from_errno("fork").what());
        return false;
    }
    if (pid == 0) become_worker(edition, slot, *row, std::move(*channel));
    workforce_->row(*row).set_pid(pid);
    const auto now = Clock::now();
    workforce_->add({.pid = pid,
                     .slot = slot,
                     .generation = edition.generation,
                     .row = *row,
                     .channel = std::move(channel->master),
                     .since = now,
                     .kill_at = now + start_limit});
    return true;
}

// In the child. Nothing of the master's is left open; its unsent log lines are the master's.
void Supervisor::become_worker(const Edition& edition, unsigned slot, std::size_t row,
                               Channel channel) {
    channel.master.reset();  // else the worker itself would keep its life-line from ending
    log::set_sink(nullptr);
    log_.forget();
    access_.forget();
    signals_.close();
    workforce_->clear();
    workforce_->row(row).set_pid(::getpid());
    const auto to = edition.settings().log.access.to;
    const ExitCode code = run_worker({
        .slot = slot,
        .sockets = sockets_.take(edition.plan, slot),
        .channel = std::move(channel.worker),
        .identity = edition.identity,
        .row = workforce_->row(row),
        .configuration = *edition.configuration,
        .log = log_,
        .access = to == config::AccessLog::Output::standard_error ? log_ : access_,
    });
    // Neither destructors nor atexit(3): what they would do is the master's to do.
    std::_Exit(static_cast<int>(code));
}

void Supervisor::reap() {
    // As PID 1 of a container the master is handed strangers too; take() knows none of them.
    while (const auto exit = base::reap_any()) {
        if (!workforce_) continue;
        if (const auto worker = workforce_->take(exit->pid)) mourn(*worker, *exit);
    }
}

void Supervisor::mourn(const Worker& worker, const base::Exit& exit) {
    const bool is_planned = worker.life == Life::retiring && exit.how == base::Exit::How::exited;
    const bool is_new = next_ && worker.generation == next_->generation;
    std::string death = fmt::format("slot {}: worker {} {} after {:.1f} s, {}", worker.slot,
                                    worker.pid, base::describe(exit),
                                    seconds(Clock::now() - worker.since), name_of(worker.life));
    if (worker.life != Life::retiring && phase_ == Phase::starting) {
        const bool is_wrong = exit.how == base::Exit::How::exited &&
                              exit.code == static_cast<int>(ExitCode::wrong_configuration);
        return fail(Failure(is_wrong ? ExitCode::wrong_configuration : ExitCode::failed_at_work,
                            std::move(death)));
    }
    if (worker.life != Life::retiring && is_new) return abort_reload(at_work(std::move(death)));
    if (worker.life != Life::retiring) death += plan_restart(worker, exit);
    log::write(is_planned ? log::Level::info : log::Level::error, death);
    if (phase_ == Phase::serving && has_nobody_left()) {
        fail(Failure(ExitCode::wrong_configuration, "no worker is left that could be started"));
    }
}

// Gives the end of the line that tells the death.
std::string Supervisor::plan_restart(const Worker& worker, const base::Exit& exit) {
    if (exit.how == base::Exit::How::exited &&
        exit.code == static_cast<int>(ExitCode::wrong_configuration)) {
        return "; no other is started before a reload";
    }
    const auto now = Clock::now();
    Slot& slot = slots_[worker.slot];
    const auto delay = slot.backoff.after_death(now - worker.since);
    slot.restart_at = now + delay;
    return delay == 0ms ? "; the next starts at once"
                        : fmt::format("; the next starts in {}", delay);
}

void Supervisor::restart_due() {
    const auto now = Clock::now();
    for (unsigned number = 0; number < slots_.size(); ++number) {
        Slot& slot = slots_[number];
        if (!slot.restart_at || *slot.restart_at > now) continue;
        slot.restart_at.reset();
        // No process, no descriptors: that may pass.
        if (!fork_worker(current_, number)) slot.restart_at = now + 1s;
    }
}

bool Supervisor::has_nobody_left() const {
    const auto is_current = [this](const Worker& worker) {
        return worker.generation == current_.generation;
    };
    return std::ranges::none_of(workforce_->all(), is_current) &&
           std::ranges::none_of(slots_,
                                [](const Slot& slot) { return slot.restart_at.has_value(); });
}

void Supervisor::retire(Worker& worker, const Edition& edition) {
    const auto patience = edition.settings().supervise.drain_timeout + drain_grace;
    Workforce::retire(worker, Clock::now() + patience);
}

// ── what signals ask for ────────────────────────────────────────────────────────────────────────

void Supervisor::hang_up() {
    if (phase_ == Phase::stopping) return;
    if (terminal_.has_hung_up()) {
        log::info("SIGHUP: the terminal is gone: stopping");
        stop();
    } else {
        wants_reload_ = true;
    }
}

void Supervisor::reload() {
    log::info("SIGHUP: reading {} again", current_.configuration->file);
    if (const auto failure = begin_reload()) abort_reload(*failure);
}

std::optional<Failure> Supervisor::begin_reload() {
    auto read = read_configuration(arguments_);
    if (!read) return read.error();
    auto edition = prepare(std::move(*read));
    if (!edition) return edition.error();
    if (edition->slots() > workforce_->room()) {
        return at_work("too many workers of earlier reloads are still finishing");
    }
    if (auto why = preflight(*edition->configuration, edition->identity, SiteTests::run))
        return why;
    next_ = std::move(*edition);
    phase_ = Phase::reloading;
    if (!fork_all(*next_)) return at_work("cannot start the new workers");
    return std::nullopt;
}

void Supervisor::commit_reload() {
    for (Worker& worker : workforce_->all()) {
        if (worker.generation != next_->generation) retire(worker, current_);
    }
    sockets_.commit(next_->plan);
    current_ = std::move(*next_);
    next_.reset();
    phase_ = Phase::serving;
    make_slots();
    sink_ = std::make_unique<LogSink>(log_, current_.settings().log, "master");
    log::set_sink(sink_.get());
    if (const auto why = write_pid_file(current_.settings())) log::error("{}", why->lines.front());
    log::info("reloaded: {}", where());
}

void Supervisor::abort_reload(const Failure& failure) {
    for (const std::string& line : failure.lines) log::error("{}", line);
    log::error("nothing was changed: the reload failed");
    if (next_) {
        for (Worker& worker : workforce_->all()) {
            if (worker.generation == next_->generation) retire(worker, *next_);
        }
        next_.reset();
    }
    sockets_.roll_back();
    phase_ = Phase::serving;
}

void Supervisor::stop() {
    phase_ = Phase::stopping;
    slots_.clear();
    if (workforce_) {
        for (Worker& worker : workforce_->all()) retire(worker, current_);
    }
    next_.reset();
    sockets_.close();
}

void Supervisor::fail(Failure failure) {
    failure_ = std::move(failure);
    if (phase_ != Phase::stopping) stop();
}

std::string Supervisor::where() const {
    const unsigned slots = current_.slots();
    return fmt::format("tined {}: {} ({} worker{}, pid {})", TINED_VERSION,
                       base::join(sockets_.urls(current_.plan), " "), slots, slots == 1 ? "" : "s",
                       ::getpid());
}

}  // namespace tined::daemon
