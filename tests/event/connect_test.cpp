#include "event/connect.hpp"

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "event/acceptor.hpp"
#include "tests/event/coroutines.hpp"

namespace {

using tests::Loop;
using tests::OnLoop;
using tests::run;
using tests::started;
using tined::base::Descriptor;
using tined::event::connect_to;
using tined::event::connect_to_any;
using tined::event::listen_at;
using tined::event::local_address;
using tined::event::parse_address;
using tined::event::SocketAddress;
using namespace std::chrono_literals;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(connect_, OnLoop)

BOOST_AUTO_TEST_CASE(nobody_who_listens_is_an_error_that_names_the_address) {
    SocketAddress address{};
    {
        const auto bound = listen_at(parse_address("127.0.0.1", 0).value()).value();
        address = local_address(bound.get()).value();
    }
    const auto refused = run(loop, connect_to(address));
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().code() == ECONNREFUSED);
    BOOST_TEST(refused.error().what().find(address.text()) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_connection_that_is_not_made_in_time_is_given_up) {
    // A queue for one, which is full: the kernel answers no more of those who knock.
    const auto listening = listen_at(parse_address("127.0.0.1", 0).value(), 0).value();
    const SocketAddress address = local_address(listening.get()).value();
    std::vector<Descriptor> waiting;
    while (true) {
        auto made = run(loop, connect_to(address, Loop::Clock::now() + 100ms));
        if (!made) {
            BOOST_TEST(made.error().code() == ETIMEDOUT);
            break;
        }
        waiting.push_back(std::move(*made));
        BOOST_TEST_REQUIRE(waiting.size() < 50u);
    }
    auto cancelled = started(connect_to(address));
    BOOST_TEST(!cancelled.is_done());
    cancelled.cancel();
    BOOST_TEST(!loop.run_once());
}

BOOST_AUTO_TEST_CASE(the_next_address_is_tried_where_one_refuses) {
    const auto listening = listen_at(parse_address("127.0.0.1", 0).value()).value();
    const SocketAddress good = local_address(listening.get()).value();
    SocketAddress bad{};
    {
        const auto closed_again = listen_at(parse_address("127.0.0.1", 0).value()).value();
        bad = local_address(closed_again.get()).value();
    }
    BOOST_TEST(run(loop, connect_to_any({bad, bad, good})).has_value());
    BOOST_TEST(run(loop, connect_to_any({good, bad})).has_value());
    const auto refused = run(loop, connect_to_any({bad, bad}));
    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().code() == ECONNREFUSED);
}

BOOST_AUTO_TEST_CASE(an_address_that_does_not_answer_holds_up_the_next_for_its_head_start_alone) {
    const auto full = listen_at(parse_address("127.0.0.1", 0).value(), 0).value();
    const SocketAddress silent = local_address(full.get()).value();
    std::vector<Descriptor> waiting;
    while (auto made = run(loop, connect_to(silent, Loop::Clock::now() + 50ms))) {
        waiting.push_back(std::move(*made));
        BOOST_TEST_REQUIRE(waiting.size() < 50u);
    }
    const auto listening = listen_at(parse_address("127.0.0.1", 0).value()).value();
    const SocketAddress good = local_address(listening.get()).value();
    const auto begun = Loop::Clock::now();
    const auto deadline = begun + 60s;
    BOOST_TEST(run(loop, connect_to_any({silent, good}, deadline, 30ms)).has_value());
    BOOST_TEST((Loop::Clock::now() - begun < 30s));
    const auto late = run(loop, connect_to_any({silent, silent}, Loop::Clock::now() + 100ms, 10ms));
    BOOST_TEST_REQUIRE(!late.has_value());
    BOOST_TEST(late.error().code() == ETIMEDOUT);
}

BOOST_AUTO_TEST_SUITE_END()
