#include "daemon/sockets/listen_address.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>

namespace tined::daemon {
namespace {

struct FreeAddresses {
    void operator()(addrinfo* list) const noexcept { ::freeaddrinfo(list); }
};

class Resolver {
public:
    explicit Resolver(const std::vector<ActivatedSocket>& activated) : activated_(activated) {}

    void add(const config::Listen& listen) {
        if (const auto* tcp = std::get_if<config::TcpAddress>(&listen.address)) {
            add_tcp(listen, *tcp);
        } else if (const auto* local = std::get_if<config::UnixAddress>(&listen.address)) {
            add_unix(listen, local->path.string());
        } else {
            add_activated(listen, std::get<config::SystemdAddress>(listen.address).name);
        }
    }

    std::expected<std::vector<ListenAddress>, Failure> result() && {
        if (errors_.empty()) return std::move(found_);
        return std::unexpected(Failure(ExitCode::failed_at_work, std::move(errors_)));
    }

private:
    void fail(const config::Listen& listen, std::string_view why) {
        errors_.push_back(
            fmt::format("{}: {}: {}", where_of(listen), config::to_string(listen.address), why));
    }

    void add_tcp(const config::Listen& listen, const config::TcpAddress& tcp) {
        addrinfo hints = {};
        hints.ai_family = AF_UNSPEC;
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
        addrinfo* raw = nullptr;
        const std::string port = std::to_string(tcp.port);
        const int error = ::getaddrinfo(tcp.host.c_str(), port.c_str(), &hints, &raw);
        if (error != 0) {
            fail(listen, error == EAI_SYSTEM ? std::strerror(errno) : ::gai_strerror(error));
            return;
        }
        const std::unique_ptr<addrinfo, FreeAddresses> list(raw);
        for (const addrinfo* one = list.get(); one != nullptr; one = one->ai_next) {
            ListenAddress address;
            std::memcpy(&address.storage, one->ai_addr, one->ai_addrlen);
            address.length = one->ai_addrlen;
            take(std::move(address), listen);
        }
    }

    void add_unix(const config::Listen& listen, const std::string& path) {
        ListenAddress address;
        auto& name = reinterpret_cast<sockaddr_un&>(address.storage);
        if (path.size() >= sizeof name.sun_path) {
            const auto most = sizeof name.sun_path - 1;
            return fail(listen, fmt::format("a unix socket's path has at most {} bytes", most));
        }
        name.sun_family = AF_UNIX;
        std::memcpy(name.sun_path, path.c_str(), path.size() + 1);
        address.length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + 1);
        take(std::move(address), listen);
    }

    void add_activated(const config::Listen& listen, const std::string& name) {
        bool is_any = false;
        for (const ActivatedSocket& socket : activated_) {
            if (!name.empty() && socket.name != name) continue;
            is_any = true;
            ListenAddress address;
            address.storage = socket.storage;
            address.length = socket.length;
            address.activated_as = socket.name;
            take(std::move(address), listen);
        }
        if (!is_any) fail(listen, "systemd has passed no such socket");
    }

    void take(ListenAddress&& address, const config::Listen& listen) {
        address.listen = listen;
        address.where = where_of(listen);
        const auto is_same = [key = address.key()](const ListenAddress& other) {
            return other.key() == key;
        };
        if (std::ranges::none_of(found_, is_same)) found_.push_back(std::move(address));
    }

    const std::vector<ActivatedSocket>& activated_;
    std::vector<ListenAddress> found_;
    std::vector<std::string> errors_;
};

}  // namespace

std::string where_of(const config::Listen& listen) {
    const std::string place = config::to_string(listen.place);
    if (place.empty()) return "listen";
    return listen.place.line == 0 ? place : place + ": listen";
}

std::string ListenAddress::key() const {
    return std::string(reinterpret_cast<const char*>(&storage), length);
}

std::expected<std::vector<ListenAddress>, Failure> resolve(
    const std::vector<config::Listen>& wanted, const std::vector<ActivatedSocket>& activated) {
    Resolver resolver(activated);
    for (const config::Listen& listen : wanted) resolver.add(listen);
    return std::move(resolver).result();
}

std::string url_of(const sockaddr_storage& address) {
    char text[INET6_ADDRSTRLEN] = "";
    if (address.ss_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
        ::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
        return fmt::format("http://{}:{}/", text, ntohs(v4.sin_port));
    }
    if (address.ss_family == AF_INET6) {
        const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
        ::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
        return fmt::format("http://[{}]:{}/", text, ntohs(v6.sin6_port));
    }
    return fmt::format("unix:{}", reinterpret_cast<const sockaddr_un&>(address).sun_path);
}

}  // namespace tined::daemon
