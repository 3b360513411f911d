#include "event/resolve.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "base/text.hpp"
#include "event/executor.hpp"

namespace tined::event {
namespace {

using Addresses = std::expected<std::vector<SocketAddress>, std::string>;

struct FreeAddresses {
    void operator()(addrinfo* first) const noexcept { ::freeaddrinfo(first); }
};

std::string why(int code) {
    return code == EAI_SYSTEM ? std::strerror(errno) : ::gai_strerror(code);
}

Addresses ask_system(const std::string& host, std::uint16_t port) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const std::string service = std::to_string(port);
    const int code = ::getaddrinfo(host.c_str(), service.c_str(), &wanted, &found);
    if (code != 0) return std::unexpected(why(code));
    const std::unique_ptr<addrinfo, FreeAddresses> owner(found);
    std::vector<SocketAddress> addresses;
    for (; found != nullptr; found = found->ai_next) {
        SocketAddress& address = addresses.emplace_back();
        std::memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
        address.length = found->ai_addrlen;
    }
    return addresses;
}

}  // namespace

Task<Addresses> resolve(std::string host, std::uint16_t port) {
    std::vector<SocketAddress> known;
    if (const auto numeric = parse_address(host, port)) {
        known.push_back(*numeric);
    } else if (base::equals_ignoring_case(host, "localhost")) {
        known.push_back(*parse_address("127.0.0.1", port));
        known.push_back(*parse_address("::1", port));
    }
    if (!known.empty()) co_return known;
    const auto ask = [host, port] { return ask_system(host, port); };
    Addresses found = co_await in_executor(ask);
    co_return found;
}

}  // namespace tined::event
