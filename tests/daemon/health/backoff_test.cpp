#include "daemon/health/backoff.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(the_first_restart_has_no_delay) {
    BOOST_TEST((Backoff(100ms, 10s).after_death(1s) == 0ms));
}

BOOST_AUTO_TEST_CASE(the_delay_doubles_up_to_the_most) {
    Backoff backoff(100ms, 1s);
    std::vector<long> delays;
    for (int i = 0; i < 7; ++i) delays.push_back(backoff.after_death(1s).count());
    const std::vector<long> expected = {0, 100, 200, 400, 800, 1000, 1000};
    BOOST_TEST(delays == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_worker_that_lived_long_makes_all_forgotten) {
    Backoff backoff(100ms, 10s);
    for (int i = 0; i < 5; ++i) backoff.after_death(9999ms);
    BOOST_TEST((backoff.after_death(10s) == 0ms));
    BOOST_TEST((backoff.after_death(1ms) == 100ms));
}

BOOST_AUTO_TEST_CASE(a_first_delay_above_the_most_is_the_most) {
    Backoff backoff(5s, 1s);
    backoff.after_death(0s);
    BOOST_TEST((backoff.after_death(0s) == 1s));
}

}  // namespace
}  // namespace tined::daemon
