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

// What the system said, without a std::string: of one that a coroutine holds over its wait GCC 12
// believes, when it optimises, that it is freed within the frame.
struct Found {
    std::vector<SocketAddress> addresses;
    int code = 0;  // of getaddrinfo(3)
    int error = 0;
};

Found ask_system(const std::string& host, std::uint16_t port) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
    addrinfo* first = nullptr;
    const std::string service = std::to_string(port);
    Found found;
    found.code = ::getaddrinfo(host.c_str(), service.c_str(), &wanted, &first);
    found.error = errno;
    const std::unique_ptr<addrinfo, FreeAddresses> owner(first);
    for (; first != nullptr; first = first->ai_next) {
        SocketAddress& address = found.addresses.emplace_back();
        std::memcpy(&address.storage, first->ai_addr, first->ai_addrlen);
        address.length = first->ai_addrlen;
    }
    return found;
}

std::string why(const Found& found) {
    return found.code == EAI_SYSTEM ? std::strerror(found.error) : ::gai_strerror(found.code);
}

Task<Addresses> at_once(std::vector<SocketAddress> known) { co_return known; }

Task<Addresses> ask(Task<Found> asking) {
    Found found = co_await std::move(asking);
    if (found.code == 0) co_return std::move(found.addresses);
    co_return std::unexpected(why(found));
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
    if (!known.empty()) return at_once(std::move(known));
    const auto name = std::make_shared<const std::string>(std::move(host));  // the thread's too
    return ask(in_executor([name, port] { return ask_system(*name, port); }));
}

}  // namespace tined::event
