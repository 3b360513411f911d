#include "event/connect.hpp"

#include <sys/socket.h>

#include <cassert>
#include <cerrno>
#include <optional>
#include <span>
#include <utility>

#include "event/loop.hpp"
#include "event/spawn.hpp"
#include "event/wait.hpp"

namespace tined::event {
namespace {

// Begins to connect; the errno, 0 if it is done already.
int begin(int socket, const SocketAddress& address) noexcept {
    // Interrupted, it goes on by itself, as one that is in progress.
    if (connect(socket, address.get(), address.length) == 0) return 0;
    return errno == EINTR ? EINPROGRESS : errno;
}

int outcome_of(int socket) noexcept {
    int error = 0;
    socklen_t size = sizeof error;
    return getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

using Connected = std::expected<base::Descriptor, base::SystemError>;

// Takes the ended ones out of `attempts`: the first that is connected, else why the last is not.
std::optional<Connected> take_ended(std::vector<Spawned<Connected>>& attempts) {
    std::optional<Connected> outcome;
    for (auto each = attempts.begin(); each != attempts.end();) {
        if (!each->is_done()) {
            ++each;
            continue;
        }
        outcome = each->take();
        if (outcome->has_value()) break;
        each = attempts.erase(each);
    }
    return outcome;
}

}  // namespace

Task<std::expected<base::Descriptor, base::SystemError>> connect_to(SocketAddress address,
                                                                    Stream::Time deadline) {
    base::Descriptor socket(
        ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    int error = socket ? begin(socket.get(), address) : errno;
    if (error == EINPROGRESS) {
        Stream connecting(Loop::current(), std::move(socket));
        const Waited waited = co_await connecting.writable(deadline);
        socket = connecting.release();
        error = waited == Waited::ready ? outcome_of(socket.get()) : ETIMEDOUT;
    }
    if (error == 0) co_return socket;
    co_return std::unexpected(base::SystemError(error, "connect to " + address.text()));
}

Task<Connected> connect_to_any(std::vector<SocketAddress> addresses, Stream::Time deadline,
                               Loop::Clock::duration head_start) {
    assert(!addresses.empty());
    std::vector<Spawned<Connected>> attempts;
    std::optional<Connected> outcome;
    for (std::size_t i = 0; i < addresses.size() || !attempts.empty();) {
        const bool has_next = i < addresses.size();
        if (has_next) attempts.push_back(spawn(connect_to(addresses[i++], deadline)));
        std::optional<Loop::Clock::duration> limit;
        if (i < addresses.size()) limit = head_start;
        co_await wait(std::span(attempts), limit, Until::first_done);
        std::optional<Connected> ended = take_ended(attempts);
        if (ended) outcome = std::move(ended);
        if (outcome && outcome->has_value()) break;
    }
    co_return std::move(*outcome);
}

}  // namespace tined::event
