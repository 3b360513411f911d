// What a service tells its manager: sd_notify(3), over a datagram socket that $NOTIFY_SOCKET names.
// Own code, for the protocol is one datagram of NAME=VALUE lines and a descriptor beside them.
//
// Nothing here waits: what the manager has no room for yet is kept, in order, until flush(). A
// service without a manager has a mute notifier, which takes everything and tells nobody.
#pragma once

#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>

#include <chrono>
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"

namespace tined::systemd {

// ── what can be said; each is the text of one tell() ────────────────────────────────────────────

/// The service is up; or what RELOADING announced is over.
std::string ready();
/// RELOADING=1 with the time that systemd compares with its own, CLOCK_MONOTONIC now.
std::string reloading();
std::string stopping();
/// One line for people, which `systemctl status` shows; its line feeds become spaces.
std::string status(std::string_view text);
/// The service is alive; due at least every watchdog_interval().
std::string watchdog();
/// Whatever is going on (starting, stopping) may take so much longer, from now.
std::string extend_timeout(std::chrono::microseconds by);
/// From now on this process is the service's main one. Only the main process before it may say so.
std::string main_pid(pid_t pid);
/// Keep the descriptor that goes with this message, beyond the end of this process. `name` is of
/// the characters a-z, 0-9 and -, not empty: systemd drops one with a colon.
std::string store(std::string_view name);
/// Give up all descriptors of that name.
std::string remove_from_store(std::string_view name);

/// $WATCHDOG_USEC if it is meant for this process ($WATCHDOG_PID), else zero: none is wanted.
std::chrono::microseconds watchdog_interval();
/// How many descriptors the manager keeps, by $FDSTORE; 0: it is not said to keep any. systemd
/// sets it from version 254 on; for those before, the unit must.
std::size_t store_size();

class Notifier {
public:
    /// Mute.
    Notifier() = default;
    /// `address` as in $NOTIFY_SOCKET: an absolute path, or @NAME in the abstract namespace. What
    /// is neither, or too long, or a socket that cannot be made, leaves it mute.
    explicit Notifier(std::string_view address);
    /// By $NOTIFY_SOCKET, which stays as it is: a program that is executed in this one's place
    /// needs it.
    static Notifier from_environment();

    bool is_mute() const noexcept { return !socket_; }

    /// Sends `state` (lines joined with line feeds), with a copy of `descriptor` unless it is -1.
    /// Datagrams arrive in the order of the calls. One that the manager refuses, or that exceeds
    /// the bound of what is kept, is lost: there is nobody to be told.
    void tell(std::string_view state, int descriptor = -1);

    /// Whether something waits for room at the manager's; then flush() is to be tried again soon
    /// (poll(2) cannot tell when: the socket is not connected).
    bool is_pending() const noexcept { return !pending_.empty(); }
    void flush() noexcept;

private:
    struct Message {
        std::string state;
        base::Descriptor descriptor;  // or none
    };

    enum class Sent { yes, later, never };
    Sent send(const std::string& state, int descriptor) const noexcept;

    base::Descriptor socket_;
    sockaddr_un address_ = {};
    socklen_t length_ = 0;
    std::deque<Message> pending_;
};

}  // namespace tined::systemd
