#include "daemon/health/stall_watch.hpp"

#include <boost/test/unit_test.hpp>
#include <string_view>

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

struct Fixture {
    base::ScoreboardRow row;
    StallFinder finder;
    StallFinder::Clock::time_point now = StallFinder::Clock::now();

    Fixture() { row.begin(1); }
    void run(std::string_view id) { row.requests.begin(id, "GET /", "", now); }
    /// How many stalls are told in that time, looking every 10 ms.
    int pass(std::chrono::milliseconds time) {
        int told = 0;
        for (const auto end = now + time; now < end; now += 10ms) {
            if (finder.look(row, now)) ++told;
        }
        return told;
    }
};

constexpr std::string_view one = "0000000000000001";
constexpr std::string_view two = "0000000000000002";

BOOST_FIXTURE_TEST_SUITE(stall_watch, Fixture)

BOOST_AUTO_TEST_CASE(a_request_that_holds_the_loop_is_told_once) {
    run(one);
    BOOST_TEST(pass(50ms) == 0);
    BOOST_TEST(pass(1s) == 1);
}

BOOST_AUTO_TEST_CASE(a_loop_without_a_request_does_not_stall) { BOOST_TEST(pass(1s) == 0); }

BOOST_AUTO_TEST_CASE(many_requests_in_a_row_are_none_that_holds_the_loop) {
    for (int i = 0; i < 50; ++i) {
        run(i % 2 == 0 ? one : two);
        BOOST_TEST(pass(40ms) == 0);
    }
}

BOOST_AUTO_TEST_CASE(a_request_that_goes_on_in_each_round_of_the_loop_does_not_hold_it) {
    for (int i = 0; i < 50; ++i) {
        run(one);
        BOOST_TEST(pass(40ms) == 0);
        row.beat(now);
    }
}

BOOST_AUTO_TEST_CASE(one_that_holds_the_loop_again_is_told_again) {
    run(one);
    BOOST_TEST(pass(100ms) == 1);
    row.requests.leave();
    BOOST_TEST(pass(20ms) == 0);
    run(one);
    BOOST_TEST(pass(100ms) == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::daemon
