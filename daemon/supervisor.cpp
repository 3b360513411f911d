#include "daemon/supervisor.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "base/log.hpp"
#include "base/text.hpp"
#include "config/difference.hpp"
#include "daemon/channel.hpp"
#include "daemon/sandbox/worker_files.hpp"
#include "daemon/site/module_versions.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

// How long one that takes the place of a hung worker may need until its loop goes round.
constexpr auto one_restart = 30s;

// For reloads in a row: the workers of each may still be draining.
constexpr std::size_t least_rows = 512;

// Of what is wrong with a file, or new in it, at a reload: the log is read by people.
constexpr std::size_t most_lines = 20;

Failure at_work(std::string line) { return Failure(ExitCode::failed_at_work, std::move(line)); }

double seconds(Worker::Clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

unsigned slots_of(const config::Settings& settings) {
    return settings.workers.value_or(base::cpu_count());
}

base::Scoreboard make_scoreboard(const config::Settings& settings) {
    auto made = base::Scoreboard::make(std::max(least_rows, std::size_t{4} * slots_of(settings)));
    if (!made) throw std::runtime_error(made.error().what());
    return std::move(*made);
}

std::optional<WorkerRoll> make_roll(const Workforce& workforce) {
    if (systemd::store_size() == 0) return std::nullopt;
    auto made = WorkerRoll::make(workforce.room());
    if (!made) throw std::runtime_error(made.error().what());
    return std::move(*made);
}

std::vector<std::string> bounded(std::vector<std::string> lines, std::string_view hint) {
    if (lines.size() <= most_lines) return lines;
    const std::size_t more = lines.size() - most_lines;
    lines.resize(most_lines);
    lines.push_back(fmt::format("and {} more{}", more, hint));
    return lines;
}

}  // namespace

Supervisor::Supervisor(Origin origin, std::unique_ptr<Configuration> first, LineOutput& log,
                       LineOutput& access)
    : arguments_(std::move(origin.arguments)),
      program_(std::move(origin.program)),
      own_(origin.own),
      first_(std::move(first)),
      log_(loop_, log, access, first_->settings().log),
      sockets_(PassedSockets(std::move(origin.passed))),
      workforce_(make_scoreboard(first_->settings())),
      health_(loop_, workforce_),
      roll_(make_roll(workforce_)),
      recruiter_({loop_, children_, workforce_, sockets_, health_.quarantine(),
                  roll_ ? &*roll_ : nullptr, log, access},
                 *this),
      rollout_(loop_, children_, workforce_, recruiter_, *this),
      restarts_(loop_, [this](unsigned slot) { return restart(slot); }),
      retirement_(loop_, workforce_),
      adoption_(workforce_, sockets_),
      narrowing_(loop_, sockets_, adoption_),
      recycling_(workforce_, recruiter_, retirement_),
      edits_(loop_, workforce_, [this] { on_edit(); }),
      program_watch_(loop_, [this] { outside_.begin_upgrade(false, {}); }),
      pulse_(loop_, [this](Clock::time_point now) { look(now); }),
      refused_calls_(loop_, workforce_),
      survey_(loop_, workforce_),
      outside_(
          loop_, children_, std::move(origin.legacy),
          {.summary = [this] { return summary(status()); },
           .is_any_fresh = [this] { return is_any_fresh(); },
           .patience = [this] { return current_.settings().supervise.hang_timeout + one_restart; }},
          *this),
      on_signal_(loop_.watch(signals_.fd(), POLLIN, [this] { on_signal(); })) {}

ExitCode Supervisor::run() {
    if (auto failure = start()) fail(std::move(*failure));
    while (!has_ended()) {
        log_.flush();
        loop_.run_once();
    }
    outside_.on_end(failure_ ? failure_->code : ExitCode::done);
    log_.finish();
    if (!failure_) return ExitCode::done;
    if (!is_failure_told_) tell(*failure_);
    return failure_->code;
}

bool Supervisor::has_ended() const noexcept {
    return phase_ == Phase::stopping && workforce_.is_empty() && !outside_.has_elders();
}

// ── starting ────────────────────────────────────────────────────────────────────────────────────

std::optional<Failure> Supervisor::start() {
    if (const auto limit = base::raise_file_limit(); !limit) log::warn("{}", limit.error().what());
    outside_.hear_predecessor();
    auto edition = prepare(std::move(first_));
    if (!edition) return edition.error();
    const config::Settings& settings = edition->settings();
    health_.begin(settings.supervise);  // one that hangs before it is ready is found, too
    if (outside_.is_successor()) {
        const auto trial = settings.supervise.trial;
        rollout_.begin(std::move(*edition), SiteTests::run, trial);
        return std::nullopt;
    }
    if (auto why = outside_.take_office(settings, edition->configuration->file)) return why;
    rollout_.begin(std::move(*edition), SiteTests::skip, 0ms);
    return std::nullopt;
}

std::expected<Edition, Failure> Supervisor::prepare(std::unique_ptr<Configuration> configuration) {
    Edition edition;
    edition.generation = ++generation_;
    edition.configuration = std::move(configuration);
    const config::Settings& settings = edition.settings();
    auto identity = find_identity(settings.user);
    if (!identity) return std::unexpected(std::move(identity.error()));
    edition.identity = std::move(*identity);
    auto logs = Logs::open(settings.log);
    if (!logs) return std::unexpected(std::move(logs.error()));
    edition.logs = std::move(*logs);
    if (settings.sandbox) {
        auto sandbox = Sandbox::make(worker_reach(*edition.configuration), worker_calls(settings));
        if (!sandbox) return std::unexpected(at_work("sandbox: " + sandbox.error().what()));
        edition.sandbox = std::move(*sandbox);
    }
    auto plan = outside_.is_rehearsal() ? sockets_.rehearse(settings.listen)
                                        : sockets_.prepare(settings.listen, slots_of(settings));
    if (!plan) return std::unexpected(std::move(plan.error()));
    edition.plan = std::move(*plan);
    return edition;
}

// ── the loop ────────────────────────────────────────────────────────────────────────────────────

void Supervisor::on_signal() {
    while (const auto signal = signals_.next()) {
        if (*signal == SIGCHLD) children_.reap();
        if (*signal == SIGHUP) hang_up();
        if (*signal == SIGUSR2) begin_upgrade_by_signal();
        if (*signal == SIGUSR1) open_logs_anew();
        if (*signal != SIGTERM && *signal != SIGINT) continue;
        if (phase_ != Phase::stopping) {
            log::info("{}: stopping", base::signal_name(*signal));
            stop();
        } else {
            log::warn("{} again: ending at once", base::signal_name(*signal));
            workforce_.kill_all();
            outside_.end_elders();
        }
    }
}

// ── workers ─────────────────────────────────────────────────────────────────────────────────────

void Supervisor::on_message(Worker& worker, Message message) {
    switch (message.kind) {
        case Message::Kind::ready:
            if (worker.life != Life::starting) return;
            worker.life = Life::serving;
            worker.patience.reset();
            rollout_.on_ready(worker);
            recycling_.on_ready(worker, current_);
            edits_.on_ready(worker, current_);
            return settle();
        case Message::Kind::present:
            return rollout_.on_present(worker);
        case Message::Kind::listed:
            return survey_.on_listed(worker, message.number);
        case Message::Kind::heirless:
            return give_another_heir(worker);
        case Message::Kind::closed:
            worker.has_closed = true;
            return close_what_is_emptied();
        case Message::Kind::emptied:
            if (adoption_.on_emptied(worker, message.number)) narrowing_.on_emptied(message.number);
            return settle();
        case Message::Kind::refused:
            if (phase_ == Phase::serving) adoption_.on_refused(worker, message.number, current_);
            return;
        case Message::Kind::gone:
            return;  // SIGCHLD will say how
        case Message::Kind::call:
        case Message::Kind::retire:
        case Message::Kind::adopt:
        case Message::Kind::release:
        case Message::Kind::empty:
        case Message::Kind::hand_over:
        case Message::Kind::receive:
        case Message::Kind::logs:
        case Message::Kind::list_tasks:
        case Message::Kind::trouble:
            return;  // what only the master says
    }
}

void Supervisor::on_death(Worker worker, const base::Exit& exit) {
    refused_calls_.look(worker);
    survey_.on_death(worker);
    const bool is_retiring = worker.life == Life::retiring;
    const bool is_planned = is_retiring && exit.how == base::Exit::How::exited;
    std::string death = fmt::format("slot {}: worker {} {} after {:.1f} s, {}", worker.slot,
                                    worker.pid, base::describe(exit),
                                    seconds(Clock::now() - worker.since), name_of(worker.life));
    death += health_.on_death(worker, exit);
    if (!is_retiring && rollout_.on_death(worker, exit, death)) return;
    const bool has_another = !is_retiring && recycling_.on_death(worker, Clock::now());
    if (!is_retiring && !has_another) death += plan_restart(worker, exit);
    log::write(is_planned ? log::Level::info : log::Level::error, death);
    close_what_is_emptied();
    settle();
    if (phase_ == Phase::serving && rollout_.is_idle() && has_nobody_left()) {
        fail(Failure(ExitCode::wrong_configuration, "no worker is left that could be started"));
    }
}

// Gives the end of the line that tells the death.
std::string Supervisor::plan_restart(const Worker& worker, const base::Exit& exit) {
    if (exit.how == base::Exit::How::exited &&
        exit.code == static_cast<int>(ExitCode::wrong_configuration)) {
        return "; no other is started before a reload";
    }
    ++restart_count_;
    return restarts_.plan(worker.slot, Clock::now() - worker.since);
}

bool Supervisor::restart(unsigned slot) {
    const auto worker = recruiter_.recruit(current_, slot);
    if (!worker) log::error("slot {}: no worker: {}", slot, worker.error());
    return worker.has_value();
}

bool Supervisor::has_nobody_left() const {
    return std::ranges::find(workforce_.all(), current_.generation, &Worker::generation) ==
               workforce_.all().end() &&
           !restarts_.is_any_planned();
}

void Supervisor::look(Clock::time_point now) {
    adoption_.look(current_, now);
    if (rollout_.is_idle()) recycling_.look(current_, now);
}

void Supervisor::settle() {
    if (phase_ == Phase::serving) adoption_.settle(current_);
}

void Supervisor::retire_edition(const Edition& old, const Edition& heir, Message::Queue queue) {
    const auto drain_timeout = old.settings().supervise.drain_timeout;
    for (Worker& worker : workforce_.all()) {
        if (worker.generation != old.generation) continue;
        retirement_.retire(worker, drain_timeout, queue, heir_for(worker.slot, heir));
    }
}

// The slot's own worker, or, for a slot that is no more, another's; but one whose loop goes round,
// if there is any.
Worker* Supervisor::heir_for(unsigned slot, const Edition& edition) noexcept {
    Worker* const own = workforce_.serving(edition.generation, slot % edition.slots());
    if (own != nullptr && adoption_.is_fresh(*own)) return own;
    for (Worker& other : workforce_.all()) {
        const bool is_serving = other.generation == edition.generation &&
                                other.life == Life::serving && adoption_.is_fresh(other);
        if (is_serving) return &other;
    }
    return own;
}

// The first one has gone before the worker was done: another reload has replaced it.
void Supervisor::give_another_heir(Worker& worker) {
    if (worker.life != Life::retiring) return;
    if (is_replaced_ && give_to_new_master(worker)) return;
    const bool has_workers = phase_ == Phase::serving;
    retirement_.give_heir(worker, has_workers ? heir_for(worker.slot, current_) : nullptr);
}

// ── what is asked for ───────────────────────────────────────────────────────────────────────────

void Supervisor::begin_upgrade_by_signal() {
    log::info("SIGUSR2: upgrading");
    outside_.begin_upgrade(false, {});
}

void Supervisor::hang_up() {
    if (phase_ == Phase::stopping) return;
    if (terminal_.has_hung_up()) {
        log::info("SIGHUP: the terminal is gone: stopping");
        stop();
    } else {
        log::info("SIGHUP: reading the configuration again");
        request_reload({});
    }
}

void Supervisor::open_logs_anew() {
    if (phase_ == Phase::serving) log_.open_anew(current_, workforce_);
    wants_new_logs_ = !rollout_.is_idle();  // the files of that edition are open already
}

void Supervisor::request_reload(OnReloaded report) {
    if (phase_ == Phase::stopping) {
        if (report) report({.code = ExitCode::failed_at_work, .lines = {"tined is stopping"}});
        return;
    }
    wants_reload_ = true;
    if (report) waiting_.push_back(std::move(report));
    reload_if_wanted();
}

// A reload first: the new program reads the file anyway, but who asked waits for the answer.
void Supervisor::begin_what_waits() {
    reload_if_wanted();
    outside_.upgrade_if_wanted();
}

void Supervisor::reload_if_wanted() {
    if (!wants_reload_ || phase_ != Phase::serving || !rollout_.is_idle()) return;
    if (outside_.is_upgrading() || outside_.is_successor()) return;
    wants_reload_ = false;
    outside_.on_reload();
    reloading_ = std::exchange(waiting_, {});
    auto edition = read_again();
    if (!edition) return abort_reload(edition.error());
    // Who edits wants to see it at once.
    const bool is_tried = !edition->settings().debug;
    const auto trial = is_tried ? edition->settings().supervise.trial : 0ms;
    rollout_.begin(std::move(*edition), SiteTests::run, trial);
}

std::expected<Edition, Failure> Supervisor::read_again() {
    auto read = read_configuration(arguments_, own_);
    if (!read) return std::unexpected(std::move(read.error()));
    return prepare(std::move(*read));
}

void Supervisor::on_rolled_out(Edition edition) {
    const bool is_first = phase_ == Phase::starting;
    // The last thing that can fail; from here on nothing is kept of the old one.
    if (auto why = outside_.take_office(edition.settings(), edition.configuration->file)) {
        return on_rollout_failed(std::move(edition), *why);
    }
    for (const std::string& line : sockets_.commit(edition.plan)) log::error("{}", line);
    std::vector<std::string> changes;
    if (!is_first) {
        changes = changes_to(edition);
        if (!changes.empty()) health_.release_quarantined();
        retire_edition(current_, edition,
                       sockets_.is_any_left() ? Message::take_queue : Message::leave_queue);
    }
    phase_ = Phase::serving;
    current_ = std::move(edition);
    narrowing_.begin(current_);
    if (is_first) pulse_.begin();
    if (is_first && own_.is_upgraded_on_change) program_watch_.begin(program_);
    health_.begin(current_.settings().supervise);
    restarts_.begin(current_.slots(), current_.settings().supervise);
    log_.use(current_);
    refused_calls_.forget();
    if (std::exchange(wants_new_logs_, false)) log_.open_anew(current_, workforce_);
    reloaded_ = std::chrono::system_clock::now();
    edits_.on_edition(current_);
    if (is_first) {
        if (!outside_.is_successor()) log_.announce(where());
        outside_.on_serving(current_.settings().supervise.drain_timeout);
    } else {
        finish_reload(std::move(changes));
    }
    tell_confinement();
    if (current_.configuration->trouble) tell_trouble();
    begin_what_waits();
}

void Supervisor::tell_trouble() {
    const auto& lines = current_.configuration->trouble->lines;
    for (const std::string& line : lines) log::error("{}", line);
    log::error("debug mode: until that is mended, every page shows it");
    edits_.on_trouble(current_, lines);
}

std::vector<std::string> Supervisor::changes_to(const Edition& next) const {
    if (current_.configuration->trouble) return {"the file is right"};
    auto lines = config::differences(current_.configuration->loaded.document.root,
                                     next.configuration->loaded.document.root);
    auto modules = changed_modules(current_.configuration->modules, next.configuration->modules);
    std::ranges::move(modules, std::back_inserter(lines));
    return lines;
}

void Supervisor::finish_reload(std::vector<std::string> changes) {
    outside_.on_reload_ended();
    if (changes.empty()) changes.emplace_back("the file says what it said before");
    changes = bounded(std::move(changes), "");
    log::info("reloaded: {}", where());
    log::info("changed: {}", base::join(changes, "; "));
    changes.insert(changes.begin(), where());
    report({.code = ExitCode::done, .lines = std::move(changes)});
}

void Supervisor::on_rollout_failed(Edition edition, const Failure& failure) {
    if (phase_ == Phase::starting) {
        current_ = std::move(edition);  // whose workers are to go
        return fail(failure);
    }
    retire_edition(edition, current_, Message::leave_queue);
    sockets_.roll_back();
    abort_reload(failure);
}

void Supervisor::abort_reload(const Failure& failure) {
    auto lines = bounded(failure.lines, "; `tined check` tells them all");
    for (const std::string& line : lines) log::error("{}", line);
    log::error("nothing was changed: the reload failed");
    edits_.on_trouble(current_, lines);
    outside_.on_reload_ended();
    report({.code = failure.code, .lines = std::move(lines)});
    begin_what_waits();
}

void Supervisor::report(const ReloadReport& report) {
    for (const OnReloaded& tell : std::exchange(reloading_, {})) tell(report);
}

void Supervisor::stop() {
    if (phase_ == Phase::stopping) return;
    phase_ = Phase::stopping;
    outside_.on_stopping();
    restarts_.end();
    pulse_.end();
    narrowing_.end();
    edits_.end();
    program_watch_.end();
    auto next = rollout_.cancel();
    // What comes during a restart waits in the store for the next master.
    if (has_sockets_alone() && !outside_.has_store()) sockets_.refuse_new();
    const auto queue = has_sockets_alone() ? Message::take_queue : Message::leave_queue;
    if (!current_.configuration && next) current_ = std::move(*next);
    for (Worker& worker : workforce_.all()) {
        const auto drain_timeout = current_.settings().supervise.drain_timeout;
        retirement_.retire(worker, drain_timeout, queue, nullptr);
    }
    close_what_is_emptied();
    for (auto* asked : {&reloading_, &waiting_}) {
        for (const OnReloaded& tell : std::exchange(*asked, {})) {
            tell({.code = ExitCode::failed_at_work, .lines = {"tined is stopping"}});
        }
    }
}

// Sockets that are left, at a reload or a stop: not before each worker that retires has accepted
// what had queued up, or is dead. The queue goes with the last that holds the socket.
void Supervisor::close_what_is_emptied() {
    const auto may_have_more = [](const Worker& worker) {
        return worker.life == Life::retiring && !worker.has_closed;
    };
    if (std::ranges::any_of(workforce_.all(), may_have_more)) return;
    sockets_.close_left();
    if (phase_ != Phase::stopping) return;
    has_sockets_alone() && !outside_.has_store() ? sockets_.close() : sockets_.abandon();
}

void Supervisor::fail(Failure failure) {
    is_failure_told_ = outside_.on_failed(failure);
    failure_ = std::move(failure);
    stop();
}

void Supervisor::on_edit() {
    log::info("debug mode: the configuration has changed; reading it again");
    request_reload({});
}

void Supervisor::tell_confinement() const {
    const config::Settings& settings = current_.settings();
    if (const std::string open = debugged_in_public(); !open.empty()) {
        log::warn("debug mode on {}: who can connect there is shown the inside of the site", open);
    }
    if (settings.user && !current_.identity) {
        log::warn("user: {} is not become: tined was not started as root", settings.user->user);
    }
    if (!current_.sandbox) {
        log::info("sandbox: off");
    } else if (current_.sandbox->is_whole()) {
        log::info("sandbox: {}", current_.sandbox->in_force());
    } else {
        log::warn("sandbox: {}", current_.sandbox->in_force());
    }
}

std::string Supervisor::debugged_in_public() const {
    return current_.settings().debug ? first_not_of_this_host(sockets_.urls(current_.plan)) : "";
}

std::string Supervisor::where() const {
    const unsigned slots = current_.slots();
    return fmt::format("tined {}: {} ({} worker{}, pid {})", TINED_VERSION,
                       base::join(sockets_.urls(current_.plan), " "), slots, slots == 1 ? "" : "s",
                       ::getpid());
}

}  // namespace tined::daemon
