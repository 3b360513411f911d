#include "daemon/worker.hpp"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include <csignal>
#include <exception>
#include <list>
#include <memory>
#include <optional>
#include <utility>

#include "base/log.hpp"
#include "daemon/channel.hpp"
#include "daemon/control/task_report.hpp"
#include "daemon/debug/debugging.hpp"
#include "daemon/health/crash_handler.hpp"
#include "daemon/health/quarantine_gate.hpp"
#include "daemon/health/stall_watch.hpp"
#include "daemon/logs/access_log.hpp"
#include "daemon/logs/dropped_lines.hpp"
#include "daemon/logs/log_message.hpp"
#include "daemon/logs/log_sink.hpp"
#include "daemon/logs/unheard.hpp"
#include "daemon/sandbox/confinement.hpp"
#include "daemon/sockets/adopted_sockets.hpp"
#include "daemon/upgrade/handover.hpp"
#include "event/executor.hpp"
#include "event/loop.hpp"
#include "event/timer.hpp"
#include "event/watch.hpp"
#include "http/server.hpp"
#include "http/serving.hpp"

namespace tined::daemon {
namespace {

// Four times a second: a heartbeat that is a second old means that the loop stands still.
constexpr std::chrono::milliseconds beat_every{250};
// How long a worker that ends waits for a reader of its log that is only slow.
constexpr std::chrono::milliseconds last_lines_patience{200};

// For what blocks; started only when there is some, so that a worker without has none of them.
constexpr std::size_t most_threads = 8;

// Those that a retiring worker asks for, lest it asks for ever.
constexpr unsigned most_heirs = 64;

// How long a worker accepts without a master, for the next one.
constexpr std::chrono::seconds patience_without_master{10};

void set_signals() {
    // SIGXFSZ: a body or a log that reaches RLIMIT_FSIZE is an error of its write(2), not the end.
    for (const int signal :
         {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM, SIGXFSZ}) {
        std::signal(signal, SIG_IGN);
    }
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

std::unique_ptr<Debugging> debugging_of(event::Loop& loop, Inheritance& inheritance) {
    if (!inheritance.configuration.settings().debug) return nullptr;
    // What all workers come to alike is told by one; slot 0 is always there.
    return std::make_unique<Debugging>(loop, inheritance.configuration, inheritance.slot == 0);
}

class Worker {
public:
    Worker(Inheritance& inheritance, LogSink& sink)
        : inheritance_(inheritance),
          dropped_("log", inheritance.log, sink),
          dropped_access_("access log", inheritance.access, sink),
          settings_(inheritance.configuration.settings()),
          access_log_(loop_, *inheritance.configuration.access, inheritance.access,
                      inheritance.row),
          debugging_(debugging_of(loop_, inheritance)),
          stalls_(debugging_ ? std::make_unique<StallWatch>(inheritance.row) : nullptr),
          gate_(debugging_ ? debugging_->service() : *inheritance.configuration.site,
                inheritance.quarantine),
          server_(loop_, settings_.server, gate_, access_log_),
          channel_(loop_, inheritance.channel.get(), event::Readiness::readable,
                   event::call_member<&Worker::on_message>, this),
          beat_(loop_, event::call_member<&Worker::on_beat>, this),
          deadline_(loop_, event::call_member<&Worker::on_deadline>, this) {
        loop_.set_heartbeat([](void* self) { static_cast<Worker*>(self)->count(); }, this);
        log_unheard(loop_);
    }

    ExitCode run() {
        if (!accept()) return ExitCode::failed_at_work;
        if (!channel_.start()) {
            log::error("cannot watch the channel to the master");
            return ExitCode::failed_at_work;
        }
        beat_.start_periodic(beat_every);
        count();
        inheritance_.row.set_phase(base::Phase::serving);
        tell(Message::Kind::ready);
        loop_.run();
        return ExitCode::done;
    }

private:
    bool accept() {
        for (InheritedSocket& inherited : inheritance_.sockets) {
            adopted_.know(inherited);
            if (server_.add_listener(std::move(inherited.socket), inherited.forwarded_by)) continue;
            log::error("cannot accept: {}", base::SystemError::from_errno("epoll_ctl").what());
            return false;
        }
        return true;
    }

    void on_message() {
        // A retired worker's channel is closed to what comes after.
        while (channel_.is_started()) {
            auto message = receive(inheritance_.channel.get());
            if (!message) return;
            handle(*message);
        }
    }

    void handle(Message& message) {
        switch (message.kind) {
            case Message::Kind::retire:
                return retire(message.number);
            case Message::Kind::gone:
                return be_orphaned();
            case Message::Kind::adopt:
                return adopt(message);
            case Message::Kind::release:
                return adopted_.release(message.number);
            case Message::Kind::empty:
                adopted_.empty(message.number);
                return tell(Message::Kind::emptied, message.number);
            case Message::Kind::hand_over:
                return take_heir(std::move(message.descriptors));
            case Message::Kind::call:
                return tell(Message::Kind::present);
            case Message::Kind::receive:
                if (!message.descriptors.empty()) inherit(std::move(message.descriptors.front()));
                return;
            case Message::Kind::logs:
                return take_logs(std::move(message));
            case Message::Kind::list_tasks:
                return list_tasks(message);
            case Message::Kind::trouble:
                if (debugging_) debugging_->take_trouble(message);
                return;
            case Message::Kind::ready:
            case Message::Kind::closed:
            case Message::Kind::emptied:
            case Message::Kind::refused:
            case Message::Kind::present:
            case Message::Kind::listed:
            case Message::Kind::heirless:
                return;  // what only workers say
        }
    }

    void list_tasks(const Message& message) {
        if (message.descriptors.empty()) return;  // the master will say that there is no answer
        const auto written =
            base::write_whole(message.descriptors.front().get(), report_tasks(loop_));
        if (written) tell(Message::Kind::listed, message.number);
    }

    void take_logs(Message message) {
        const auto taken =
            daemon::take_logs(std::move(message), inheritance_.log, inheritance_.access);
        if (!taken) log::error("the logs are written on as they were: {}", taken.error());
    }

    void adopt(Message& message) {
        const unsigned slot = message.number;
        if (!message.lost_descriptors && adopted_.adopt(slot, std::move(message.descriptors)))
            return;
        adopted_.release(slot);
        tell(Message::Kind::refused, slot);
    }

    void retire(std::uint32_t queue) {
        if (queue == Message::take_queue) server_.accept_queued();
        if (heir_) {
            begin_to_end();
            hand_over();
        } else {
            drain();
        }
        tell(Message::Kind::closed);
    }

    // Without an end (there is no heir; or it was lost: no descriptors) connections end here.
    void take_heir(std::vector<base::Descriptor> ends) {
        if (!ends.empty()) heir_ = std::move(ends.front());
        if (!is_heirless_) return;  // retire() looks
        is_heirless_ = false;
        if (heir_) {
            hand_over();
        } else {
            end_here(HandoverEnd::peer_gone);
        }
    }

    void hand_over() {
        ++heirs_;
        sender_.emplace(loop_, server_, std::move(heir_),
                        [this](HandoverEnd why) { on_handed_over(why); });
    }

    // Its heir may retire before it is done itself: at the next reload. The master has another.
    void on_handed_over(HandoverEnd why) {
        sender_.reset();
        if (why == HandoverEnd::done) return drain();
        const bool may_ask = channel_.is_started() && heirs_ < most_heirs;
        if (why != HandoverEnd::peer_gone || !may_ask) return end_here(why);
        is_heirless_ = true;
        tell(Message::Kind::heirless);
    }

    void end_here(HandoverEnd why) {
        log::warn("{} connections end here, for they cannot be handed over: {}",
                  server_.counts().open, describe(why));
        drain();
    }

    void inherit(base::Descriptor end) {
        const auto place = receivers_.emplace(receivers_.end());
        *place = std::make_unique<ConnectionReceiver>(
            loop_, server_, std::move(end), [this, place](HandoverEnd why) {
                // The sender, which keeps what did not come, tells the rest.
                if (why != HandoverEnd::done) log::debug("a hand-over ended: {}", describe(why));
                receivers_.erase(place);
            });
    }

    void tell(Message::Kind kind, std::uint32_t number = 0) noexcept {
        // There is room for all that a worker ever says; if the master is gone it hears nothing.
        send(inheritance_.channel.get(), kind, number);
    }

    // With the sockets in a store the next master takes them up; until it is ready who connects
    // would wait, so this one goes on for it.
    void be_orphaned() {
        if (deadline_.is_started()) {  // it finishes as it was told
            channel_.stop();
            if (is_heirless_) end_here(HandoverEnd::peer_gone);
            return;
        }
        if (inheritance_.roll == nullptr) {
            log::warn("the master is gone; finishing what is being asked");
            return drain();
        }
        log::warn("the master is gone; serving until the next is ready");
        channel_.stop();
        orphaned_at_ = loop_.now();
    }

    void look_for_successor() {
        if (!orphaned_at_) return;
        const bool is_ready = inheritance_.roll->has_successor();
        if (!is_ready && loop_.now() - *orphaned_at_ < patience_without_master) return;
        orphaned_at_.reset();
        log::info("{}; finishing what is being asked",
                  is_ready ? "the next master is ready" : "there is no next master");
        drain();
    }

    // Every connection ends with its next answer.
    void drain() {
        if (!deadline_.is_started()) begin_to_end();
        channel_.stop();     // nothing that comes now could change anything
        receivers_.clear();  // who hands over to this one shall find another
        server_.drain([this] { loop_.stop(); });
    }

    void begin_to_end() {
        if (debugging_) debugging_->end();
        inheritance_.row.set_phase(base::Phase::draining);
        deadline_.start(settings_.supervise.drain_timeout);
    }

    // What a handler is at is answered 503 now; that the client may read it takes a little more.
    void on_deadline() {
        if (std::exchange(has_given_up_, true)) return loop_.stop();
        log::warn("{} connections were still busy after the drain_timeout, and are closed",
                  server_.counts().open);
        sender_.reset();
        drain();
        deadline_.start(http::Serving::linger_time);
        server_.give_up();
    }

    void on_beat() {
        look_for_successor();
        inheritance_.log.flush();
        inheritance_.access.flush();
        std::uint64_t dropped = dropped_.tell();
        if (&inheritance_.access != &inheritance_.log) dropped += dropped_access_.tell();
        inheritance_.row.log_lines_dropped.fetch_add(dropped, std::memory_order_relaxed);
    }

    void count() noexcept {
        inheritance_.row.beat(loop_.now());
        inheritance_.row.connections_idle.set(server_.counts().idle);
    }

    Inheritance& inheritance_;
    DroppedLines dropped_;
    DroppedLines dropped_access_;
    const config::Settings& settings_;
    event::Loop loop_;
    event::Executor executor_{loop_, most_threads, &inheritance_.row.executor_queue};
    AccessLog access_log_;
    std::unique_ptr<Debugging> debugging_;  // null outside debug mode
    std::unique_ptr<StallWatch> stalls_;    // likewise
    QuarantineGate gate_;
    http::Server server_;
    AdoptedSockets adopted_{server_};
    base::Descriptor heir_;     // told to hand over to, once it retires
    unsigned heirs_ = 0;        // handed over to
    bool is_heirless_ = false;  // it retires, and has asked for another
    std::optional<ConnectionSender> sender_;
    std::list<std::unique_ptr<ConnectionReceiver>> receivers_;
    event::Watch channel_;
    std::optional<event::Loop::Clock::time_point> orphaned_at_;
    event::Timer beat_;
    event::Timer deadline_;
    bool has_given_up_ = false;
};

ExitCode serve(Inheritance& inheritance, LogSink& sink) {
    try {
        return Worker(inheritance, sink).run();
    } catch (const std::exception& error) {
        log::error("the worker ends: {}", error.what());
        return ExitCode::failed_at_work;
    }
}

}  // namespace

ExitCode run_worker(Inheritance inheritance) {
    set_signals();
    install_crash_handler(inheritance.row, inheritance.quarantine.key);
    const std::string name = fmt::format("tined: slot {}", inheritance.slot);
    ::prctl(PR_SET_NAME, name.c_str());
    LogSink sink(inheritance.log, inheritance.configuration.settings().log,
                 fmt::format("slot {}", inheritance.slot));
    log::set_sink(&sink);
    inheritance.access.set_slot(std::to_string(inheritance.slot));
    ExitCode code = ExitCode::failed_at_work;
    if (const auto confined = confine(inheritance); confined) {
        code = serve(inheritance, sink);
    } else {
        log::error("cannot give up what a worker must not have: {}", confined.error().what());
        code = ExitCode::wrong_configuration;
    }
    inheritance.access.finish(last_lines_patience);
    inheritance.log.finish(last_lines_patience);
    log::set_sink(nullptr);
    return code;
}

}  // namespace tined::daemon
