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

BOOST_AUTO_TEST_SUITE_END()
