#include "daemon/health/pulse.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::daemon {
namespace {

BOOST_AUTO_TEST_CASE(a_beat_looks_unless_it_is_late) {
    MasterLoop loop;
    int looks = 0;
    Pulse pulse(loop, [&](Pulse::Clock::time_point) { ++looks; });
    pulse.begin();
    auto now = Pulse::Clock::now();
    pulse.beat(now);
    BOOST_TEST(looks == 1);
    now += Pulse::usual_period;
    pulse.beat(now);
    BOOST_TEST(looks == 2);
    now += std::chrono::hours(1);  // the machine was paused
    pulse.beat(now);
    BOOST_TEST(looks == 2);
    now += Pulse::usual_period;
    pulse.beat(now);
    BOOST_TEST(looks == 3);
}

BOOST_AUTO_TEST_CASE(what_is_late_goes_by_the_period) {
    MasterLoop loop;
    int looks = 0;
    Pulse pulse(loop, [&](Pulse::Clock::time_point) { ++looks; });
    pulse.begin(std::chrono::seconds(1));
    auto now = Pulse::Clock::now() + std::chrono::seconds(2);
    pulse.beat(now);
    BOOST_TEST(looks == 1);
    pulse.beat(now += std::chrono::seconds(4));
    BOOST_TEST(looks == 1);
}

}  // namespace
}  // namespace tined::daemon
