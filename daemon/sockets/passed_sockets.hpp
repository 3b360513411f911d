// The listening sockets that this process was started with (systemd/listen_fds.hpp), until the
// addresses that they belong to are found in the configuration.
#pragma once

#include <sys/socket.h>

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.hpp"
#include "daemon/sockets/listen_address.hpp"
#include "systemd/listen_fds.hpp"

namespace tined::daemon {

/// What socket i of a group is called, in systemd's store and for the next master: "a0-s1". Without
/// a colon, which $LISTEN_FDNAMES is joined with.
std::string stored_name(std::size_t address, std::size_t socket);
bool is_stored_name(std::string_view name);

class PassedSockets {
public:
    PassedSockets() = default;
    /// Those that listen are kept, nonblocking; others are closed. What has no name of
    /// stored_name()'s is systemd's own: a socket unit's.
    explicit PassedSockets(std::vector<systemd::PassedDescriptor> passed);

    struct Group {
        std::size_t number = 0;  ///< of its address, by which stored_name() calls it
        std::vector<base::Descriptor> sockets;
    };
    /// Those of an older master's that are bound to that address, in the order in which it bound
    /// them. A port of 0 is any.
    Group take(const sockaddr_storage& address);
    /// systemd's own.
    const std::vector<ActivatedSocket>& activated() const noexcept { return activated_; }
    /// A copy of one of those, by its address: they are kept for good, since systemd passes them
    /// once.
    std::expected<base::Descriptor, base::SystemError> copy_activated(
        const sockaddr_storage& address) const;

    /// Closes what nobody has taken: addresses that are listened on no more. Gives their names.
    std::vector<std::string> close_rest();

private:
    struct Socket {
        base::Descriptor descriptor;
        std::string name;
        sockaddr_storage address = {};
        std::size_t group = 0;
        std::size_t number = 0;  // in its group
    };
    std::vector<Socket> sockets_;
    std::vector<ActivatedSocket> activated_;
    std::vector<base::Descriptor> kept_;  // beside those
};

}  // namespace tined::daemon
