#include "daemon/sockets/adoption.hpp"

#include <algorithm>
#include <span>

#include "base/log.hpp"
#include "daemon/channel.hpp"

namespace tined::daemon {

void Adoption::settle(const Edition& edition) {
    std::erase_if(adopters_, [&](const auto& entry) { return entry.first >= sockets_.depth(); });
    for (unsigned slot = 0; slot < sockets_.depth(); ++slot) settle_slot(edition, slot);
}

void Adoption::look(const Edition& edition, Clock::time_point now) {
    stale_.clear();
    refusing_.clear();
    for (const Worker& worker : workforce_.all()) {
        if (worker.life != Life::serving) continue;
        if (now - workforce_.row(worker.row).heartbeat() > stale_after) stale_.insert(worker.pid);
    }
    settle(edition);
}

void Adoption::settle_slot(const Edition& edition, unsigned slot) {
    if (!needs_adoption(edition, slot)) return release(slot);
    const Worker* const present = adopter_of(slot);
    if (present != nullptr && is_fresh(*present)) return;
    Worker* const next = choose(edition);
    if (next == nullptr) return;  // the present one may come round again
    release(slot);
    give(*next, slot);
}

bool Adoption::needs_adoption(const Edition& edition, unsigned slot) const noexcept {
    if (slot >= edition.slots()) return true;
    const Worker* const own = workforce_.serving(edition.generation, slot);
    return own == nullptr || !is_fresh(*own);
}

// Null if nobody adopts for the slot, or who did is dead or retiring.
Worker* Adoption::adopter_of(unsigned slot) noexcept {
    const auto found = adopters_.find(slot);
    if (found == adopters_.end()) return nullptr;
    Worker* const worker = workforce_.find(found->second);
    return worker != nullptr && worker->life == Life::serving ? worker : nullptr;
}

// The one with the fewest slots to care for. Only of this edition: it knows the addresses.
Worker* Adoption::choose(const Edition& edition) noexcept {
    const auto burden = [this](const Worker& worker) {
        return std::ranges::count(adopters_, worker.pid,
                                  [](const auto& entry) { return entry.second; });
    };
    Worker* best = nullptr;
    for (Worker& worker : workforce_.all()) {
        if (worker.generation != edition.generation || worker.life != Life::serving) continue;
        if (!is_fresh(worker) || refusing_.contains(worker.pid)) continue;
        if (best == nullptr || burden(worker) < burden(*best)) best = &worker;
    }
    return best;
}

void Adoption::give(Worker& worker, unsigned slot) {
    const std::vector<int> all = sockets_.of_slot(slot);
    for (std::span<const int> rest = all; !rest.empty();) {
        const auto piece = rest.first(std::min(rest.size(), Message::most_descriptors));
        rest = rest.subspan(piece.size());
        // One that cannot even be told is as good as one that refuses.
        if (send(worker.channel.get(), Message::Kind::adopt, slot, piece)) continue;
        refusing_.insert(worker.pid);
        send(worker.channel.get(), Message::Kind::release, slot);
        return;
    }
    adopters_[slot] = worker.pid;
    if (ending_.contains(slot)) send(worker.channel.get(), Message::Kind::empty, slot);
}

void Adoption::release(unsigned slot) noexcept {
    if (const Worker* const adopter = adopter_of(slot)) {
        // If there is no room for it, it will go on accepting there: no harm.
        send(adopter->channel.get(), Message::Kind::release, slot);
    }
    adopters_.erase(slot);
}

void Adoption::on_refused(const Worker& worker, unsigned slot, const Edition& edition) {
    const auto found = adopters_.find(slot);
    if (found == adopters_.end() || found->second != worker.pid) return;
    adopters_.erase(found);
    refusing_.insert(worker.pid);
    settle_slot(edition, slot);
}

void Adoption::empty(unsigned slot, const Edition& edition) {
    ending_.insert(slot);
    if (const Worker* const adopter = adopter_of(slot)) {
        send(adopter->channel.get(), Message::Kind::empty, slot);
    } else {
        settle_slot(edition, slot);
    }
}

bool Adoption::on_emptied(const Worker& worker, unsigned slot) noexcept {
    const auto found = adopters_.find(slot);
    if (found == adopters_.end() || found->second != worker.pid || !ending_.contains(slot)) {
        return false;
    }
    adopters_.erase(found);
    ending_.erase(slot);
    return true;
}

}  // namespace tined::daemon
