#include "event/udp.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>

#include "tests/event/coroutines.hpp"

namespace {

using tests::Loop;
using tests::OnLoop;
using tests::run;
using tests::started;
using tined::event::bind_udp;
using tined::event::local_address;
using tined::event::parse_address;
using tined::event::SocketAddress;
using tined::event::StreamError;
using tined::event::UdpSocket;
using namespace std::chrono_literals;

struct Fixture : OnLoop {
    UdpSocket first{loop, bind_udp(parse_address("127.0.0.1", 0).value()).value()};
    UdpSocket second{loop, bind_udp(parse_address("127.0.0.1", 0).value()).value()};
    SocketAddress at_first = local_address(first.fd()).value();
    SocketAddress at_second = local_address(second.fd()).value();
    char buffer[100];
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(udp, Fixture)

BOOST_AUTO_TEST_CASE(a_datagram_comes_whole_and_with_its_sender) {
    auto receiving = started(second.receive(buffer));
    BOOST_TEST(!receiving.is_done());
    BOOST_TEST(run(loop, first.send(std::string_view("hello"), at_second)).has_value());
    while (!receiving.is_done()) turn();
    const auto received = receiving.take().value();
    BOOST_TEST(std::string_view(buffer, received.size) == "hello");
    BOOST_TEST(!received.is_cut);
    BOOST_TEST(received.from.text() == at_first.text());
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_cut_and_told_and_an_empty_one_is_one_too) {
    const std::string longer(150, 'x');
    BOOST_TEST(run(loop, first.send(longer, at_second)).has_value());
    BOOST_TEST(run(loop, first.send(std::string_view(), at_second)).has_value());
    const auto cut = run(loop, second.receive(buffer)).value();
    BOOST_TEST(cut.size == sizeof buffer);
    BOOST_TEST(cut.is_cut);
    const auto empty = run(loop, second.receive(buffer)).value();
    BOOST_TEST(empty.size == 0u);
    BOOST_TEST(!empty.is_cut);
}

BOOST_AUTO_TEST_CASE(to_receive_has_a_deadline_and_can_be_cancelled) {
    BOOST_TEST((second.receive_now(buffer).error() == StreamError::would_block));
    const auto late = run(loop, second.receive(buffer, loop.now() + 5ms));
    BOOST_TEST((late.error() == StreamError::timed_out));
    auto cancelled = started(second.receive(buffer));
    cancelled.cancel();
    BOOST_TEST(first.send_now(std::string_view("later"), at_second).has_value());
    BOOST_TEST(run(loop, second.receive(buffer)).value().size == 5u);
}

BOOST_AUTO_TEST_CASE(a_datagram_that_is_too_long_is_refused_and_the_socket_goes_on) {
    const std::string too_long(70'000, 'x');
    const auto refused = run(loop, first.send(too_long, at_second));
    BOOST_TEST((refused.error() == StreamError::broken));
    BOOST_TEST(run(loop, first.send(std::string_view("x"), at_second)).has_value());
    BOOST_TEST(run(loop, second.receive(buffer)).value().size == 1u);
}

BOOST_AUTO_TEST_CASE(an_address_that_is_taken_is_an_error) {
    BOOST_TEST(bind_udp(at_first).error().code() == EADDRINUSE);
}

BOOST_AUTO_TEST_SUITE_END()
