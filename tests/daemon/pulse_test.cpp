#include "daemon/pulse.hpp"

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
    now += Pulse::period;
    pulse.beat(now);
    BOOST_TEST(looks == 2);
    now += std::chrono::hours(1);  // the machine was paused
    pulse.beat(now);
    BOOST_TEST(looks == 2);
    now += Pulse::period;
    pulse.beat(now);
    BOOST_TEST(looks == 3);
}

}  // namespace
}  // namespace tined::daemon
