// `listen:` resolved: host names become socket addresses, of which one name may have several.
#pragma once

#include <sys/socket.h>

#include <expected>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "daemon/failure.hpp"

namespace tined::daemon {

/// One address to bind.
struct ListenAddress {
    sockaddr_storage storage = {};
    socklen_t length = 0;
    config::Listen listen;  ///< as it was asked for
    std::string where;      ///< "tined.yaml:3:9: listen", "--port": how errors begin

    /// The name by which systemd passed the socket that listens there; empty: tined binds it.
    std::string activated_as;

    bool is_activated() const noexcept { return !activated_as.empty(); }
    bool is_unix() const noexcept { return storage.ss_family == AF_UNIX; }
    /// Tells whether two are the same to bind: the address with its port, or the path.
    std::string key() const;
};

/// How errors about it begin: ListenAddress::where.
std::string where_of(const config::Listen& listen);

/// A socket that systemd listens on, and where.
struct ActivatedSocket {
    std::string name;
    sockaddr_storage storage = {};
    socklen_t length = 0;
};

/// In the order written, each once; getaddrinfo(3), which may block on DNS. What cannot be
/// resolved, is too long for a unix socket, or was not passed by systemd, is told for all of them.
std::expected<std::vector<ListenAddress>, Failure> resolve(
    const std::vector<config::Listen>& wanted, const std::vector<ActivatedSocket>& activated = {});

/// "http://127.0.0.1:8888/", "http://[::1]:80/", "unix:/run/tined.sock"
std::string url_of(const sockaddr_storage& address);

}  // namespace tined::daemon
