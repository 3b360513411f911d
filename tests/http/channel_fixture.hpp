// A channel over one end of a socket pair, and the other end in the test's hand.
#pragma once

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>
#include <utility>

#include "event/timer.hpp"
#include "http/channel.hpp"
#include "tests/event/sockets.hpp"

namespace tined::tests {

struct ChannelFixture {
    event::Loop loop;
    ::tests::SocketPair pair = ::tests::make_socket_pair();
    event::Stream stream{loop, std::move(pair.near), [](void*) {}, nullptr};
    http::QuickReaders quick;
    bool is_quick = false;
    http::Channel channel{4096, quick};

    ChannelFixture() {
        std::signal(SIGPIPE, SIG_IGN);
        channel.attach(stream, is_quick);
        tick_.start_periodic(std::chrono::milliseconds(1));
    }

    template <typename T>
    static event::Running<T> run(event::Task<T> task) {
        return event::Running<T>(std::move(task), [](void*) {}, nullptr);
    }
    /// Turns the loop until the task has ended. That it never does is a failed test, after 10 s.
    template <typename T>
    T wait(event::Running<T>& running) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!running.is_done()) {
            BOOST_REQUIRE(std::chrono::steady_clock::now() < end);
            loop.run_once();
        }
        return running.take();
    }
    template <typename T>
    T wait(event::Task<T> task) {
        auto running = run(std::move(task));
        return wait(running);
    }

private:
    event::Timer tick_{loop, [](int, short, void*) {}, nullptr};
};

}  // namespace tined::tests
