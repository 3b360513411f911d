#include "daemon/recruiter.hpp"

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <utility>

#include "base/log.hpp"
#include "daemon/inheritance.hpp"
#include "daemon/worker.hpp"

namespace tined::daemon {
namespace {

// A worker has little to do before it is ready; one that hangs there must not hold up a reload.
constexpr std::chrono::seconds start_limit{30};

}  // namespace

std::expected<Worker*, std::string> Recruiter::recruit(const Edition& edition, unsigned slot) {
    Workforce& workforce = office_.workforce;
    const auto row = workforce.free_row();
    auto channel = make_channel();
    if (!row) return std::unexpected("too many workers live");
    if (!channel) return std::unexpected(channel.error().what());
    workforce.row(*row).begin(edition.generation);
    const pid_t pid = ::fork();
    if (pid < 0) return std::unexpected(base::SystemError::from_errno("fork").what());
    if (pid == 0) become_worker(edition, slot, *row, std::move(*channel));
    workforce.row(*row).set_pid(pid);
    const auto identity = office_.roll != nullptr ? base::identify(pid) : std::nullopt;
    if (identity) office_.roll->enter(*row, *identity);
    Worker& worker = workforce.add({.pid = pid,
                                    .slot = slot,
                                    .generation = edition.generation,
                                    .row = *row,
                                    .channel = std::move(channel->master),
                                    .since = Worker::Clock::now(),
                                    .listening = {},
                                    .patience = {}});
    worker.patience =
        office_.loop.after(start_limit, [&workforce, pid] { workforce.kill_overdue(pid); });
    worker.listening =
        office_.loop.watch(worker.channel.get(), POLLIN, [this, pid] { listen(pid); });
    office_.children.expect(pid, [this](const base::Exit& exit) {
        auto dead = office_.workforce.take(exit.pid);
        if (dead && office_.roll != nullptr) office_.roll->strike(dead->row);
        if (dead) listener_.on_death(std::move(*dead), exit);
    });
    return &worker;
}

// In the child. Nothing of the master's is left open; its unsent log lines are the master's.
void Recruiter::become_worker(const Edition& edition, unsigned slot, std::size_t row,
                              Channel channel) {
    channel.master.reset();  // else the worker itself would keep its life-line from ending
    log::set_sink(nullptr);
    office_.log.forget();
    office_.access.forget();
    office_.loop.close_watched();
    office_.workforce.row(row).set_pid(::getpid());
    if (const auto aimed = edition.logs->aim(office_.log, office_.access); !aimed) {
        log::error("{}", aimed.error().what());  // where the master's lines go
    }
    // Both to one stream: their lines are then in one queue, and in order. The journal and syslog
    // are told levels and slots, which are looked for in lines of the log alone.
    const config::Log& log = edition.settings().log;
    const bool is_one =
        log.to == log.access.to && log.to.kind == config::LogTarget::Kind::standard_error;
    const ExitCode code = run_worker({
        .slot = slot,
        .sockets = office_.sockets.take(edition.plan, slot),
        .channel = std::move(channel.worker),
        .identity = edition.identity,
        .sandbox = edition.sandbox ? &*edition.sandbox : nullptr,
        .row = office_.workforce.row(row),
        .quarantine = office_.quarantine,
        .roll = office_.roll,
        .configuration = *edition.configuration,
        .log = office_.log,
        .access = is_one ? office_.log : office_.access,
    });
    // Neither destructors nor atexit(3): what they would do is the master's to do.
    std::_Exit(static_cast<int>(code));
}

void Recruiter::listen(pid_t pid) {
    // Found anew each time: hearing one message may end the worker.
    for (Worker* worker = office_.workforce.find(pid); worker != nullptr && worker->channel;
         worker = office_.workforce.find(pid)) {
        auto message = receive(worker->channel.get());
        if (!message) return;
        if (message->kind == Message::Kind::gone) {
            worker->listening.reset();
            worker->channel.reset();
        }
        listener_.on_message(*worker, std::move(*message));
    }
}

}  // namespace tined::daemon
