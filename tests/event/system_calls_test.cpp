// What a connection costs in system calls that move no bytes, counted by standing in for them.
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <string>

#include "event/deadline_queue.hpp"
#include "event/stream.hpp"
#include "tests/event/sockets.hpp"

namespace {

int epoll_controls = 0;
int epoll_waits = 0;

}  // namespace

// The program's own come before the C library's, for libevent too.
extern "C" int epoll_ctl(int epoll, int operation, int fd, epoll_event* event) noexcept {
    ++epoll_controls;
    return static_cast<int>(syscall(SYS_epoll_ctl, epoll, operation, fd, event));
}

extern "C" int epoll_wait(int epoll, epoll_event* events, int most, int timeout) {
    ++epoll_waits;
    return static_cast<int>(syscall(SYS_epoll_wait, epoll, events, most, timeout));
}

namespace {

using tests::Descriptor;
using tined::event::DeadlineQueue;
using tined::event::Loop;
using tined::event::Running;
using tined::event::Stream;
using tined::event::StreamError;
using tined::event::Task;
using tined::event::Writable;
using namespace std::chrono_literals;

// Answers each message with itself, and has a deadline for the next.
struct Echo : DeadlineQueue::Entry {
    Echo(Loop& loop, Descriptor socket, DeadlineQueue& deadlines)
        : deadlines_(deadlines), stream(loop, std::move(socket), on_readable, this) {}
    static void on_readable(void* self) { static_cast<Echo*>(self)->answer(); }
    void answer() {
        char buffer[64];
        const auto got = stream.read_now(buffer);
        const iovec piece{buffer, got.value()};
        BOOST_REQUIRE(stream.write_now({&piece, 1}).value() == *got);
        deadlines_.push(*this);
    }
    DeadlineQueue& deadlines_;
    Stream stream;
};

void nothing(DeadlineQueue::Entry&, void*) {}

}  // namespace

BOOST_AUTO_TEST_SUITE(system_calls)

BOOST_AUTO_TEST_CASE(a_thousand_exchanges_cost_one_wait_each_and_no_epoll_ctl) {
    Loop loop;
    auto pair = tests::make_socket_pair();
    DeadlineQueue deadlines(loop, 75s, nothing, nullptr);
    Echo echo(loop, std::move(pair.near), deadlines);
    epoll_controls = 0;
    BOOST_REQUIRE(echo.stream.watch_reading());
    epoll_waits = 0;
    for (int i = 0; i < 1000; ++i) {
        tests::say(pair.far, "ping");
        loop.run_once();
        BOOST_REQUIRE(tests::hear(pair.far) == "ping");
    }
    BOOST_TEST(epoll_controls == 1);  // the one that registered it
    BOOST_TEST(epoll_waits == 1000);
}

BOOST_AUTO_TEST_CASE(to_wait_for_reading_costs_no_epoll_ctl_once_it_is_watched) {
    Loop loop;
    auto pair = tests::make_socket_pair();
    Stream stream(loop, std::move(pair.near), [](void*) {}, nullptr);
    BOOST_REQUIRE(stream.watch_reading());
    epoll_controls = 0;
    char buffer[64];
    for (int i = 0; i < 10; ++i) {
        Running<std::expected<std::size_t, StreamError>> running(
            stream.read_some(buffer, loop.now() + 1h), [](void*) {}, nullptr);
        tests::say(pair.far, "ping");
        while (!running.is_done()) loop.run_once();
        BOOST_TEST(running.take().value() == 4u);
    }
    BOOST_TEST(epoll_controls == 0);
}

BOOST_AUTO_TEST_CASE(a_long_write_costs_two_epoll_ctl_however_often_it_waits) {
    Loop loop;
    auto pair = tests::make_socket_pair();
    Stream stream(loop, std::move(pair.near), [](void*) {}, nullptr);
    BOOST_REQUIRE(stream.watch_reading());
    std::string text(100'000, 'x');
    iovec piece{text.data(), text.size()};
    epoll_controls = 0;
    epoll_waits = 0;
    Running<std::expected<void, StreamError>> running(
        stream.write_all({&piece, 1}, 1h), [](void*) {}, nullptr);
    std::size_t heard = 0;
    while (heard < text.size()) {
        heard += tests::hear(pair.far).size();
        if (!running.is_done()) loop.run_once();
    }
    BOOST_TEST(running.take().has_value());
    BOOST_TEST(epoll_waits > 2);
    BOOST_TEST(epoll_controls == 2);
}

BOOST_AUTO_TEST_CASE(room_that_no_write_was_short_of_is_looked_for_each_time_it_is_waited_for) {
    Loop loop;
    auto pair = tests::make_socket_pair();
    Stream stream(loop, std::move(pair.near), [](void*) {}, nullptr);
    epoll_controls = 0;
    Running<int> running(
        [](Stream& asked) -> Task<int> {
            Writable room(asked, Stream::no_deadline);
            int waits = 0;
            for (; waits < 3; ++waits) co_await room;
            co_return waits;
        }(stream),
        [](void*) {}, nullptr);
    for (int i = 0; i < 3 && !running.is_done(); ++i) tests::turn(loop);
    BOOST_REQUIRE(running.is_done());
    BOOST_TEST(running.take() == 3);
    BOOST_TEST(epoll_controls == 6);
}

BOOST_AUTO_TEST_CASE(only_a_read_that_leaves_no_room_has_the_kernel_look_again) {
    Loop loop;
    auto pair = tests::make_socket_pair();
    int reads = 0;
    struct Owner {
        int& reads;
        Stream stream;
        static void on_readable(void* self) {
            char buffer[64];
            ++static_cast<Owner*>(self)->reads;
            BOOST_TEST(static_cast<Owner*>(self)->stream.read_now(buffer).has_value());
        }
        Owner(Loop& of, Descriptor socket, int& count)
            : reads(count), stream(of, std::move(socket), on_readable, this) {}
    } owner(loop, std::move(pair.near), reads);
    BOOST_REQUIRE(owner.stream.watch_reading());
    epoll_controls = 0;
    tests::say(pair.far, std::string(100, 'x'));
    tests::turn(loop);
    BOOST_TEST(reads == 1);
    BOOST_REQUIRE(epoll_controls == 2);
    tests::turn(loop);
    BOOST_TEST(reads == 2);
    BOOST_TEST(epoll_controls == 2);
}

BOOST_AUTO_TEST_SUITE_END()
