// What the service manager keeps for the next master (FDSTORE of sd_notify(3)): the listening
// sockets, and the roll of the workers. Nothing where the manager keeps nothing.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "daemon/upgrade/execution.hpp"
#include "systemd/notify.hpp"

namespace tined::daemon {

class FdStore {
public:
    /// `notifier` outlives it. `size` as systemd::store_size() has it: 0, there is no store.
    FdStore(systemd::Notifier& notifier, std::size_t size) noexcept
        : notifier_(notifier), size_(notifier.is_mute() ? 0 : size) {}

    /// Whether what is put there is kept: then workers may accept without a master for a while.
    bool is_there() const noexcept { return size_ > 0; }

    /// Makes the store hold these and nothing else that was stored from here; those that listen
    /// already, for the store drops others. `known`: what an older master stored, and this one was
    /// given. True if all find room.
    bool hold(const std::vector<PassedOn>& wanted);
    void know(std::vector<std::string> names);

private:
    systemd::Notifier& notifier_;
    std::size_t size_;
    std::set<std::string> stored_;
};

}  // namespace tined::daemon
