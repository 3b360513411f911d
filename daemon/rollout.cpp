#include "daemon/rollout.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "daemon/channel.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

Failure at_work(std::string line) { return Failure(ExitCode::failed_at_work, std::move(line)); }

bool is_wrong_configuration(const base::Exit& exit) {
    return exit.how == base::Exit::How::exited &&
           exit.code == static_cast<int>(ExitCode::wrong_configuration);
}

}  // namespace

void Rollout::begin(Edition edition, SiteTests tests, std::chrono::milliseconds trial) {
    edition_ = std::move(edition);
    trial_ = trial;
    phase_ = Phase::checking;
    if (edition_->slots() > workforce_.room()) {
        return fail(at_work("too many workers of earlier reloads are still finishing"));
    }
    const auto why =
        preflight_.begin(*edition_->configuration, edition_->identity,
                         edition_->sandbox ? &*edition_->sandbox : nullptr, tests,
                         [this](const std::optional<Failure>& failure) { on_checked(failure); });
    if (why) fail(*why);
}

void Rollout::on_checked(const std::optional<Failure>& failure) {
    if (failure) return fail(*failure);
    if (trial_ == 0ms) return start_from(0);
    phase_ = Phase::trying;
    recruit(0);
}

bool Rollout::recruit(unsigned slot) {
    const auto worker = recruiter_.recruit(*edition_, slot);
    if (!worker) fail(at_work(fmt::format("slot {}: no new worker: {}", slot, worker.error())));
    return worker.has_value();
}

void Rollout::start_from(unsigned slot) {
    phase_ = Phase::starting;
    for (; slot < edition_->slots(); ++slot) {
        if (!recruit(slot)) return;
    }
    finish_if_serving();
}

void Rollout::on_ready(const Worker& worker) {
    if (is_idle() || worker.generation != edition_->generation) return;
    if (phase_ == Phase::trying) {
        trial_end_ = loop_.after(trial_, [this] { call(); });
    } else {
        finish_if_serving();
    }
}

void Rollout::call() {
    called_.clear();
    for (const Worker& worker : workforce_.all()) {
        if (worker.generation != edition_->generation) continue;
        // One that cannot even be told does not read, and will not answer.
        send(worker.channel.get(), Message::Kind::call);
        called_.insert(worker.pid);
    }
}

void Rollout::on_present(const Worker& worker) {
    if (called_.erase(worker.pid) == 0 || !called_.empty()) return;
    if (phase_ == Phase::trying) return start_from(1);
    owner_.on_rolled_out(*cancel());
}

bool Rollout::on_death(const Worker& worker, const base::Exit& exit, std::string_view death) {
    if (is_idle() || worker.generation != edition_->generation) return false;
    const auto code =
        is_wrong_configuration(exit) ? ExitCode::wrong_configuration : ExitCode::failed_at_work;
    fail(Failure(code, std::string(death)));
    return true;
}

std::optional<Edition> Rollout::cancel() {
    preflight_.cancel();
    trial_end_.reset();
    called_.clear();
    phase_ = Phase::idle;
    return std::exchange(edition_, std::nullopt);
}

void Rollout::finish_if_serving() {
    if (workforce_.is_serving(edition_->generation, edition_->slots())) call();
}

void Rollout::fail(const Failure& failure) { owner_.on_rollout_failed(*cancel(), failure); }

}  // namespace tined::daemon
