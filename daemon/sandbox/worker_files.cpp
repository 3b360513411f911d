#include "daemon/sandbox/worker_files.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace tined::daemon {
namespace {

constexpr std::uint16_t dns = 53;

// What getaddrinfo(3) reads; each is left out where it is not there.
constexpr std::array files_of_names = {"/etc/hosts",     "/etc/resolv.conf", "/etc/nsswitch.conf",
                                       "/etc/host.conf", "/etc/gai.conf",    "/etc/services"};

// What verifies the certificate of a peer; Debian's places.
constexpr std::array files_of_certificates = {"/etc/ssl/certs", "/usr/share/ca-certificates",
                                              "/usr/local/share/ca-certificates", "/usr/lib/ssl"};

bool is_name(const std::string& host) {
    std::array<unsigned char, sizeof(in6_addr)> address;
    return ::inet_pton(AF_INET, host.c_str(), address.data()) != 1 &&
           ::inet_pton(AF_INET6, host.c_str(), address.data()) != 1;
}

void add_modules(const config::Settings& settings, Reach& reach) {
    for (const config::Module& module : settings.modules) {
        for (const auto& path : module.paths) {
            reach.paths.push_back(
                {.path = path.native(), .access = PathRule::Access::read_and_make_files});
        }
        for (const config::Address& peer : module.connect) {
            const auto* const tcp = std::get_if<config::TcpAddress>(&peer);
            if (tcp != nullptr) reach.ports.push_back(tcp->port);
        }
    }
    const SystemCalls calls = worker_calls(settings);
    const auto add_files = [&reach](const auto& files) {
        for (const char* const file : files) {
            reach.paths.push_back({.path = file, .may_be_missing = true});
        }
    };
    if (calls.connect_tcp) add_files(files_of_certificates);
    if (!calls.resolve_names) return;
    add_files(files_of_names);
    reach.ports.push_back(dns);  // an answer that is too long for a datagram
}

}  // namespace

Reach worker_reach(const Configuration& configuration) {
    Reach reach;
    auto& rules = reach.paths;
    for (std::string& folder : configuration.site->folders()) rules.push_back({std::move(folder)});
    rules.push_back({.path = configuration.settings().server.spool,
                     .access = PathRule::Access::read_and_make_files});
    // libc reads the zone again when it is asked for the local time and the file has changed.
    for (const char* const zone : {"/etc/localtime", "/usr/share/zoneinfo"}) {
        rules.push_back({.path = zone, .may_be_missing = true});
    }
    add_modules(configuration.settings(), reach);
    if (!configuration.settings().debug) return reach;
    for (const std::string& file : configuration.loaded.document.files) {
        if (!file.starts_with("--")) rules.push_back({.path = file, .may_be_missing = true});
    }
    return reach;
}

SystemCalls worker_calls(const config::Settings& settings) {
    SystemCalls calls{.watch_files = settings.debug};
    for (const config::Module& module : settings.modules) {
        for (const config::Address& peer : module.connect) {
            const auto* const tcp = std::get_if<config::TcpAddress>(&peer);
            if (tcp == nullptr) calls.connect_unix = true;
            if (tcp != nullptr) calls.connect_tcp = true;
            if (tcp != nullptr && is_name(tcp->host)) calls.resolve_names = true;
        }
    }
    return calls;
}

}  // namespace tined::daemon
