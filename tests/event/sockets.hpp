// Connected sockets for the tests of event/.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"
#include "event/loop.hpp"
#include "event/timer.hpp"

namespace tests {

using tined::base::Descriptor;

struct SocketPair {
    Descriptor near;
    Descriptor far;
};

/// One iteration, but not for ever: what never comes is a failed check, not a test that hangs.
inline void turn(tined::event::Loop& loop) {
    tined::event::Timer limit(loop, [](int, short, void*) {}, nullptr);
    limit.start(std::chrono::seconds(2));
    loop.run_once();
}

/// Both ends nonblocking, with small buffers in the kernel: as small as it lets them be.
inline SocketPair make_socket_pair(int size = 4096) {
    int fds[2];
    BOOST_REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds) == 0);
    for (const int fd : fds) {
        BOOST_REQUIRE(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size) == 0);
    }
    return {Descriptor(fds[0]), Descriptor(fds[1])};
}

/// Listens on a free port of the loopback.
inline Descriptor make_listening_socket() {
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    BOOST_REQUIRE(bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    BOOST_REQUIRE(listen(socket.get(), 128) == 0);
    return socket;
}

/// A client that is connected, as far as it knows, when this returns.
inline Descriptor connect_to(int listening) {
    sockaddr_in address{};
    socklen_t length = sizeof address;
    BOOST_REQUIRE(getsockname(listening, reinterpret_cast<sockaddr*>(&address), &length) == 0);
    Descriptor client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    BOOST_REQUIRE(connect(client.get(), reinterpret_cast<sockaddr*>(&address), length) == 0);
    return client;
}

inline void say(const Descriptor& to, std::string_view text) {
    BOOST_REQUIRE(send(to.get(), text.data(), text.size(), MSG_NOSIGNAL) ==
                  static_cast<ssize_t>(text.size()));
}

/// What has arrived by now.
inline std::string hear(const Descriptor& from, std::size_t most = 65536) {
    std::string heard(most, '\0');
    const ssize_t got = recv(from.get(), heard.data(), most, MSG_DONTWAIT);
    heard.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return heard;
}

/// Closes so that the peer gets a reset: TCP only.
inline void reset(Descriptor socket) {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace tests
