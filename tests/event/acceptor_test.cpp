#include "event/acceptor.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>
#include <vector>

#include "event/connect.hpp"
#include "event/gather.hpp"
#include "event/stream.hpp"
#include "event/task_group.hpp"
#include "tests/event/coroutines.hpp"
#include "tests/event/sockets.hpp"

namespace {

using tests::Descriptor;
using tests::Loop;
using tests::OnLoop;
using tests::run;
using tests::started;
using tests::Task;
using tined::event::Acceptor;
using tined::event::connect_to;
using tined::event::listen_at;
using tined::event::local_address;
using tined::event::parse_address;
using tined::event::SocketAddress;
using tined::event::Stream;
using tined::event::StreamError;
using tined::event::TaskGroup;
using namespace std::chrono_literals;

struct Fixture : OnLoop {
    Acceptor acceptor{loop, listen_at(parse_address("127.0.0.1", 0).value()).value()};
    SocketAddress address = local_address(acceptor.fd()).value();
};

// Sends back what comes, until the end.
Task<> echo(Loop& loop, Descriptor socket) {
    Stream stream(loop, std::move(socket));
    char buffer[256];
    while (true) {
        const auto got = co_await stream.read_some(buffer, loop.now() + 10s);
        if (!got || *got == 0) break;
        const auto sent = co_await stream.write(std::string_view(buffer, *got), 10s);
        if (!sent) break;
    }
}

Task<> serve(Loop& loop, Acceptor& acceptor, int connections) {
    TaskGroup group;
    for (int i = 0; i < connections; ++i) {
        auto accepted = co_await acceptor.accept();
        BOOST_REQUIRE(accepted.has_value());
        group.spawn(echo(loop, std::move(accepted->socket)));
    }
    co_await group.join();
}

Task<std::string> say(Loop& loop, SocketAddress to, std::string text) {
    auto socket = co_await connect_to(to, loop.now() + 10s);
    BOOST_REQUIRE(socket.has_value());
    Stream stream(loop, std::move(*socket));
    const auto sent = co_await stream.write(text, 10s);
    BOOST_REQUIRE(sent.has_value());
    std::string heard;
    char buffer[64];
    while (heard.size() < text.size()) {
        const auto got = co_await stream.read_some(buffer, loop.now() + 10s);
        BOOST_REQUIRE(got.has_value());
        heard.append(buffer, *got);
    }
    co_return heard;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(acceptor_, Fixture)

BOOST_AUTO_TEST_CASE(a_server_and_its_clients_in_one_loop) {
    const std::string text(3000, 'x');
    auto [served, first, second] =
        run(loop, tined::event::gather(serve(loop, acceptor, 2), say(loop, address, text),
                                       say(loop, address, "hello")));
    BOOST_TEST(first == text);
    BOOST_TEST(second == "hello");
}

BOOST_AUTO_TEST_CASE(connections_that_came_before_are_given_one_by_one_with_their_peers) {
    std::vector<Descriptor> clients;
    for (int i = 0; i < 20; ++i) clients.push_back(tests::connect_to(acceptor.fd()));
    for (const Descriptor& client : clients) {
        const auto accepted = run(loop, acceptor.accept());
        BOOST_TEST_REQUIRE(accepted.has_value());
        BOOST_TEST(accepted->peer.text() == local_address(client.get()).value().text());
    }
}

BOOST_AUTO_TEST_CASE(to_accept_has_a_deadline_and_can_be_cancelled) {
    const auto late = run(loop, acceptor.accept(loop.now() + 5ms));
    BOOST_TEST((late.error() == StreamError::timed_out));
    auto cancelled = started(acceptor.accept());
    cancelled.cancel();
    const Descriptor client = tests::connect_to(acceptor.fd());
    BOOST_TEST(run(loop, acceptor.accept(Loop::Clock::now() + 10s)).has_value());
}

BOOST_AUTO_TEST_CASE(an_address_that_is_taken_is_an_error_that_names_it) {
    const auto taken = listen_at(address);
    BOOST_TEST_REQUIRE(!taken.has_value());
    BOOST_TEST(taken.error().code() == EADDRINUSE);
    BOOST_TEST(taken.error().what().find(address.text()) != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
