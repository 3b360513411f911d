#include "daemon/recycling.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "base/descriptor.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace tined::daemon {

void Recycling::look(const Edition& edition, Clock::time_point now) {
    const config::Recycle& limits = edition.settings().supervise.recycle;
    if ((!limits.requests && !limits.memory) || now < not_before_ || is_under_way()) return;
    for (unsigned i = 0; i < edition.slots(); ++i) {
        const unsigned slot = (next_slot_ + i) % edition.slots();
        const Worker* const old = workforce_.serving(edition.generation, slot);
        const auto why = old == nullptr ? std::nullopt : why_due(*old, limits);
        if (!why) continue;
        next_slot_ = slot + 1;
        log::info("slot {}: worker {} is replaced: {}", slot, old->pid, *why);
        const auto young = recruiter_.recruit(edition, slot);
        if (young) {
            exchange_ = {.old = old->pid, .young = (*young)->pid};
        } else {
            log::error("slot {}: no worker to replace it: {}", slot, young.error());
            not_before_ = now + retry_after;
        }
        return;
    }
}

std::optional<std::string> Recycling::why_due(const Worker& worker,
                                              const config::Recycle& limits) const {
    const std::uint64_t answered = workforce_.row(worker.row).requests_answered.get();
    if (limits.requests && answered >= *limits.requests) {
        return fmt::format("it has answered {} requests", answered);
    }
    const auto memory = limits.memory ? anonymous_memory(worker.pid) : std::nullopt;
    if (memory && *memory > *limits.memory) {
        return fmt::format("it holds {} KiB of memory", *memory / 1024);
    }
    return std::nullopt;
}

// A reload retires both, and one may have died.
bool Recycling::is_under_way() noexcept {
    if (!exchange_) return false;
    const Worker* const young = workforce_.find(exchange_->young);
    if (young == nullptr || young->life == Life::retiring) exchange_.reset();
    return exchange_.has_value();
}

void Recycling::on_ready(Worker& worker, const Edition& edition) {
    if (!exchange_ || exchange_->young != worker.pid) return;
    const auto drain_timeout = edition.settings().supervise.drain_timeout;
    if (Worker* const old = workforce_.find(exchange_->old)) {
        retirement_.retire(*old, drain_timeout, Message::leave_queue, &worker);
    }
    exchange_.reset();
}

bool Recycling::on_death(const Worker& worker, Clock::time_point now) noexcept {
    if (!exchange_) return false;
    if (exchange_->young == worker.pid) {
        const bool has_old = workforce_.find(exchange_->old) != nullptr;
        exchange_.reset();
        not_before_ = now + retry_after;
        return has_old;
    }
    return exchange_->old == worker.pid;
}

std::optional<std::uint64_t> anonymous_memory(pid_t pid) {
    // proc(5), statm, in pages: all, resident, of those the ones that a file backs, ...
    const auto text = base::read_regular(fmt::format("/proc/{}/statm", pid), 4096);
    if (!text) return std::nullopt;
    const auto fields = base::split(*text, ' ');
    if (fields.size() < 3) return std::nullopt;
    const auto resident = base::parse_integer<std::uint64_t>(fields[1]);
    const auto of_files = base::parse_integer<std::uint64_t>(fields[2]);
    if (!resident || !of_files || *resident < *of_files) return std::nullopt;
    return (*resident - *of_files) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace tined::daemon
