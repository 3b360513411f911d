// In a worker: the listening sockets that it accepts on for other slots, as the master asks it to
// (adoption.hpp is the master's side).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/descriptor.hpp"
#include "daemon/inheritance.hpp"
#include "http/server.hpp"

namespace tined::daemon {

class AdoptedSockets {
public:
    /// `server` outlives it.
    explicit AdoptedSockets(http::Server& server) noexcept : server_(server) {}
    AdoptedSockets(const AdoptedSockets&) = delete;
    AdoptedSockets& operator=(const AdoptedSockets&) = delete;

    /// One of the worker's own, before the server has it: what its address means.
    void know(const InheritedSocket& own);
    /// Accepts on these too. False: it could not on all of them, and accepts on none of the slot's.
    [[nodiscard]] bool adopt(unsigned slot, std::vector<base::Descriptor> sockets);
    /// Accepts on the slot's no more.
    void release(unsigned slot) noexcept;
    /// The same, after all that has queued up there is accepted.
    void empty(unsigned slot);

private:
    http::ForwardedBy family_of(int socket) const;

    http::Server& server_;
    std::map<std::string, http::ForwardedBy> families_;  // by address, as the kernel has it
    std::map<unsigned, std::vector<int>> adopted_;       // the server owns them
};

}  // namespace tined::daemon
