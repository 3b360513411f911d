// The listening sockets that this process was started with (systemd/listen_fds.hpp), until the
// addresses that they belong to are found in the configuration.
#pragma once

#include <sys/socket.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.hpp"
#include "systemd/listen_fds.hpp"

namespace tined::daemon {

/// What socket i of a group is called, in systemd's store and for the next master: "a0-s1". Without
/// a colon, which $LISTEN_FDNAMES is joined with.
std::string stored_name(std::size_t address, std::size_t socket);

class PassedSockets {
public:
    PassedSockets() = default;
    /// Those that listen are kept, nonblocking; others are closed.
    explicit PassedSockets(std::vector<systemd::PassedDescriptor> passed);

    /// Those of an older master's that are bound to that address, in the order in which it bound
    /// them. A port of 0 is any.
    std::vector<base::Descriptor> take(const sockaddr_storage& address);
    /// Closes what nobody has taken: addresses that are listened on no more. Gives their names.
    std::vector<std::string> close_rest();

private:
    struct Socket {
        base::Descriptor descriptor;
        std::string name;
        sockaddr_storage address = {};
        std::size_t number = 0;  // in its group
    };
    std::vector<Socket> sockets_;
};

}  // namespace tined::daemon
