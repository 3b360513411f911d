// The listening sockets. The master binds and keeps them all, so that what has queued up survives
// the worker that should have accepted it.
//
// A TCP address has one socket for each slot, in one SO_REUSEPORT group: the kernel spreads new
// connections over them. The first is bound without that option, which is set after: so an address
// that another program holds, a second tined's included, is found out (EADDRINUSE), while the rest
// of the group still binds. A unix socket exists once, for all workers, and so does each that
// systemd listens on for us (socket activation), which is never made to refuse anything.
//
// Each listens from the moment it is bound, and so has its share of the new connections.
// Until a worker for it is there it is kept from that by steering (socket_filters.hpp), as it is
// when slots become fewer: then the sockets past the n-th are accepted on by others (adoption.hpp)
// until they can be closed with nothing lost (narrowing.hpp).
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/descriptor.hpp"
#include "daemon/failure.hpp"
#include "daemon/inheritance.hpp"
#include "daemon/sockets/listen_address.hpp"
#include "daemon/sockets/passed_sockets.hpp"
#include "daemon/sockets/unix_socket.hpp"
#include "daemon/upgrade/execution.hpp"

namespace tined::daemon {

class Sockets {
public:
    /// What one configuration listens on.
    struct Plan {
        std::vector<std::string> keys;            ///< of ListenAddress
        std::vector<config::Listen> wanted;       ///< beside the keys
        std::vector<http::ForwardedBy> families;  ///< beside the keys
        unsigned slots = 0;
    };

    Sockets() = default;
    /// With sockets that an older master listens on; those whose addresses the first prepare() is
    /// asked for are taken, and not bound anew.
    explicit Sockets(PassedSockets passed) : passed_(std::move(passed)) {}
    Sockets(const Sockets&) = delete;
    Sockets& operator=(const Sockets&) = delete;

    /// Binds what `wanted` needs and is not there yet. Port 0 is any free port, one for all
    /// addresses and slots. Then commit() or roll_back(); after an error it has rolled back.
    std::expected<Plan, Failure> prepare(const std::vector<config::Listen>& wanted, unsigned slots);
    /// Instead of prepare(), where another master serves: whether each TCP address that it does not
    /// have is free to be bound, and whether systemd has passed what is asked of it. Nothing stays
    /// bound, nobody can connect, and what was passed is let go. The plan has one slot.
    std::expected<Plan, Failure> rehearse(const std::vector<config::Listen>& wanted);
    /// What `plan` has is in service from now on. Addresses that it leaves get no new connections;
    /// close_left() ends them. Sockets of slots that it leaves get none either; close_last() ends
    /// them. Addresses that stay get the backlog, mode and group that the plan says; what could not
    /// be changed is told, one line each.
    std::vector<std::string> commit(const Plan& plan);
    /// Closes what the last prepare() bound.
    void roll_back();
    /// Whether there is something to commit or to roll back.
    bool has_uncommitted() const noexcept;

    /// When the workers have accepted what had queued up there.
    void close_left() noexcept { leaving_.clear(); }
    bool is_any_left() const noexcept { return !leaving_.empty(); }

    /// How many slots have sockets: those in service, and those that are no more.
    unsigned depth() const noexcept;
    /// The TCP sockets of one slot, less than depth().
    std::vector<int> of_slot(unsigned slot) const;
    /// Closes those of the slot depth() - 1, which is none of the plan's. Nothing may be
    /// uncommitted.
    void close_last();

    /// In a worker that was just forked: its sockets; all others are closed in this process.
    std::vector<InheritedSocket> take(const Plan& plan, unsigned slot);

    /// What the next master is to be given, with the names that PassedSockets knows; lent until
    /// something changes here.
    std::vector<PassedOn> to_pass_on() const;
    /// What the next master is to have if this one dies: without the sockets of slots that are no
    /// more, which are to be closed, and shall not live on in a store.
    std::vector<PassedOn> to_store() const;

    /// One URL an address, in the order of the plan, with the ports that were found.
    std::vector<std::string> urls(const Plan& plan) const;

    /// Before close(): no new connection comes, while those that have queued up are accepted.
    /// Removes the files of unix sockets.
    void refuse_new() const;
    /// Closes all, and removes the files of unix sockets.
    void close();
    /// Closes all; they are another master's now, and so are the files.
    void abandon() noexcept { groups_.clear(); }

private:
    struct Group {
        std::string key;
        ListenAddress address;  // as bound: with the port that was found
        std::vector<base::Descriptor> sockets;
        std::optional<UnixSocketFile> file;
        std::size_t number = 0;     // unique, for stored_name()
        std::size_t committed = 0;  // so many of the sockets stay at a roll_back()

        bool is_shared() const noexcept { return address.is_unix() || address.is_activated(); }
    };

    std::expected<void, Failure> bind_all(const std::vector<ListenAddress>& addresses,
                                          unsigned slots);
    std::expected<void, base::SystemError> bind_group(Group& group, unsigned slots);
    void take_passed(const std::vector<ListenAddress>& addresses);
    void take_passed_for(const ListenAddress& address);
    std::expected<void, base::SystemError> join(Group& group, base::Descriptor socket);
    void hold(const Group& group) const noexcept;
    void settle(const Group& group) const noexcept;
    static std::expected<void, base::SystemError> adjust(Group& group,
                                                         const config::Listen& wanted);
    static void refuse_new(const Group& group);
    std::size_t free_number() const noexcept;
    std::vector<PassedOn> named(std::size_t most) const;
    bool take_back(const std::string& key);
    std::uint16_t free_port() const noexcept;
    Group* find(const std::string& key) noexcept;
    const Group* find(const std::string& key) const noexcept;

    PassedSockets passed_;
    std::vector<Group> groups_;
    std::vector<Group> leaving_;
    unsigned slots_ = 0;  // of the plan in service
};

}  // namespace tined::daemon
