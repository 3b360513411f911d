#include "http/channel.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>

#include "tests/http/channel_fixture.hpp"

using namespace std::chrono_literals;
using tined::http::Received;
using tined::tests::ChannelFixture;

BOOST_FIXTURE_TEST_SUITE(channel, ChannelFixture)

BOOST_AUTO_TEST_CASE(receiving_takes_what_is_there_and_never_waits) {
    BOOST_TEST((channel.receive() == Received::nothing));
    tests::say(pair.far, "bytes");
    BOOST_TEST((channel.receive() == Received::some));
    BOOST_TEST(channel.input().unread() == "bytes");
    pair.far.reset();
    BOOST_TEST((channel.receive() == Received::ended));
}

BOOST_AUTO_TEST_CASE(receiving_behind_says_nothing_when_there_is_no_room) {
    tests::say(pair.far, std::string(4096, 'x'));
    BOOST_TEST((channel.receive() == Received::some));
    channel.input().consume(4096);
    tests::say(pair.far, "more");
    BOOST_TEST((channel.receive_behind() == Received::nothing));
    BOOST_TEST((channel.receive() == Received::some));
    BOOST_TEST(channel.input().unread() == "more");
}

BOOST_AUTO_TEST_CASE(waiting_ends_with_bytes) {
    auto waiting = run(channel.receive_until(loop.now() + 10s));
    BOOST_TEST(!waiting.is_done());
    tests::say(pair.far, "bytes");
    BOOST_TEST((wait(waiting) == Received::some));
}

BOOST_AUTO_TEST_CASE(waiting_ends_with_the_deadline) {
    BOOST_TEST((wait(channel.receive_until(loop.now() + 5ms)) == Received::nothing));
}

BOOST_AUTO_TEST_CASE(past_the_deadline_there_is_nothing_even_if_bytes_are_there) {
    tests::say(pair.far, "late");
    BOOST_TEST((wait(channel.receive_until(loop.now() - 1ms)) == Received::nothing));
    BOOST_TEST(channel.input().is_empty());
}

BOOST_AUTO_TEST_CASE(flushing_waits_until_the_peer_has_taken_all) {
    const std::string large(200'000, 'x');
    channel.output().add(large);
    auto flushing = run(channel.flush(10s));
    BOOST_TEST(!flushing.is_done());
    std::size_t taken = 0;
    while (!flushing.is_done()) {
        loop.run_once();
        taken += tests::hear(pair.far).size();
    }
    BOOST_TEST(flushing.take().has_value());
    for (std::size_t more = 0; (more = tests::hear(pair.far).size()) > 0;) taken += more;
    BOOST_TEST(taken == large.size());
}

BOOST_AUTO_TEST_CASE(flushing_gives_up_on_a_peer_that_takes_nothing) {
    channel.output().add(std::string(200'000, 'x'));
    const auto flushed = wait(channel.flush(5ms));
    BOOST_REQUIRE(!flushed.has_value());
    BOOST_TEST((flushed.error() == tined::event::StreamError::timed_out));
}

BOOST_AUTO_TEST_CASE(detaching_leaves_nothing_to_the_next) {
    tests::say(pair.far, "bytes");
    BOOST_TEST((channel.receive() == Received::some));
    channel.output().text() += "unsent";
    channel.detach();
    channel.attach(stream, is_quick);
    BOOST_TEST(channel.input().is_empty());
    BOOST_TEST(channel.output().is_empty());
}

BOOST_AUTO_TEST_SUITE_END()
