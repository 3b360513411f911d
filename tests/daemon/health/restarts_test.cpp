#include "daemon/health/restarts.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

struct Fixture {
    Fixture() {
        config::Supervise settings;
        settings.backoff_first = 1ms;
        settings.backoff_most = 2ms;
        restarts.begin(2, settings);
    }

    MasterLoop loop;
    bool succeeds = true;
    std::vector<unsigned> restarted;
    Restarts restarts{loop, [this](unsigned slot) {
                          restarted.push_back(slot);
                          return succeeds;
                      }};
};

BOOST_FIXTURE_TEST_CASE(the_first_restart_is_at_once_but_from_the_loop, Fixture) {
    BOOST_TEST(restarts.plan(1, 0s) == "; the next starts at once");
    BOOST_TEST(restarted.empty());
    BOOST_TEST(restarts.is_any_planned());
    loop.run_once();
    BOOST_TEST((restarted == std::vector{1u}));
    BOOST_TEST(!restarts.is_any_planned());
}

BOOST_FIXTURE_TEST_CASE(who_dies_young_again_waits_longer_for_each_slot_by_itself, Fixture) {
    restarts.plan(0, 0s);
    BOOST_TEST(restarts.plan(0, 0s) == "; the next starts in 1ms");
    BOOST_TEST(restarts.plan(0, 0s) == "; the next starts in 2ms");
    BOOST_TEST(restarts.plan(0, 0s) == "; the next starts in 2ms");
    BOOST_TEST(restarts.plan(1, 0s) == "; the next starts at once");
    BOOST_TEST(restarts.plan(0, 60s) == "; the next starts at once");
}

BOOST_FIXTURE_TEST_CASE(one_that_cannot_be_restarted_is_tried_again, Fixture) {
    succeeds = false;
    restarts.plan(0, 0s);
    loop.run_once();
    BOOST_TEST(restarted.size() == 1u);
    BOOST_TEST(restarts.is_any_planned());
}

BOOST_FIXTURE_TEST_CASE(a_slot_that_is_no_more_gets_nobody, Fixture) {
    BOOST_TEST(restarts.plan(2, 0s) == "");
    restarts.plan(0, 0s);
    restarts.end();
    BOOST_TEST(!restarts.is_any_planned());
}

}  // namespace
}  // namespace tined::daemon
