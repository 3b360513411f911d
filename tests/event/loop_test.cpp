#include "event/loop.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

namespace {
using tined::event::Loop;
}

BOOST_AUTO_TEST_SUITE(loop)

BOOST_AUTO_TEST_CASE(a_loop_that_nothing_could_wake_returns) {
    Loop loop;
    BOOST_TEST(!loop.run_once());
    loop.run();
}

BOOST_AUTO_TEST_CASE(posted_functions_run_in_the_order_they_were_posted) {
    Loop loop;
    std::vector<int> order;
    loop.post([&] { order.push_back(1); });
    loop.post([&] { order.push_back(2); });
    BOOST_TEST(order.empty());
    loop.run_once();
    BOOST_TEST(order == (std::vector<int>{1, 2}));
}

BOOST_AUTO_TEST_CASE(what_a_posted_function_posts_runs_in_the_next_iteration) {
    Loop loop;
    int ran = 0;
    loop.post([&] {
        ++ran;
        loop.post([&] { ++ran; });
    });
    loop.run_once();
    BOOST_TEST(ran == 1);
    loop.run_once();
    BOOST_TEST(ran == 2);
}

BOOST_AUTO_TEST_CASE(run_runs_all_that_was_posted_before_it_returns_for_lack_of_work) {
    Loop loop;
    int ran = 0;
    loop.post([&] { loop.post([&] { ++ran; }); });
    loop.run();
    BOOST_TEST(ran == 1);
}

BOOST_AUTO_TEST_CASE(stop_ends_run_after_the_iteration_it_was_called_in) {
    Loop loop;
    int ran = 0;
    loop.post([&] {
        loop.stop();
        loop.post([&] { ++ran; });
    });
    loop.post([&] { ++ran; });
    loop.run();
    BOOST_TEST(ran == 1);
}

BOOST_AUTO_TEST_CASE(a_loop_that_was_stopped_may_run_again) {
    Loop loop;
    loop.stop();
    int ran = 0;
    loop.post([&] { ++ran; });
    loop.run();
    BOOST_TEST(ran == 1);
}

BOOST_AUTO_TEST_CASE(now_stands_still_within_an_iteration) {
    Loop loop;
    Loop::Clock::time_point first;
    Loop::Clock::time_point second;
    loop.post([&] { first = loop.now(); });
    loop.post([&] {
        while (Loop::Clock::now() == first) {
        }
        second = loop.now();
    });
    loop.run_once();
    BOOST_TEST((first == second));
}

BOOST_AUTO_TEST_CASE(now_goes_on_with_the_next_iteration) {
    Loop loop;
    loop.run_once();
    const auto first = loop.now();
    while (Loop::Clock::now() == first) {
    }
    loop.run_once();
    BOOST_TEST((loop.now() > first));
}

BOOST_AUTO_TEST_CASE(the_heart_beats_once_an_iteration_until_it_is_taken_off) {
    Loop loop;
    int beats = 0;
    loop.set_heartbeat([](void* count) { ++*static_cast<int*>(count); }, &beats);
    loop.run_once();
    loop.run_once();
    BOOST_TEST(beats == 2);
    loop.set_heartbeat(nullptr, nullptr);
    loop.run_once();
    BOOST_TEST(beats == 2);
}

BOOST_AUTO_TEST_SUITE_END()
