#include "event/sleep.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "event/gather.hpp"
#include "tests/event/coroutines.hpp"

namespace {

using tests::Loop;
using tests::OnLoop;
using tests::run;
using tests::started;
using tests::Task;
using tined::event::sleep_for;
using tined::event::sleep_until;
using namespace std::chrono_literals;

Task<> sleep_and_note(std::chrono::milliseconds time, int number, std::vector<int>& order) {
    co_await sleep_for(time);
    order.push_back(number);
}

Task<> sleep_to(Loop::Clock::time_point time) { co_await sleep_until(time); }

Task<> count_turns(int turns, std::vector<int>& order, int number) {
    for (int i = 0; i < turns; ++i) {
        order.push_back(number);
        co_await sleep_for(0ms);
    }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sleep_, OnLoop)

BOOST_AUTO_TEST_CASE(sleepers_wake_in_the_order_of_their_times) {
    std::vector<int> order;
    run(loop, tined::event::gather(sleep_and_note(60ms, 2, order), sleep_and_note(20ms, 1, order)));
    BOOST_TEST(order == (std::vector<int>{1, 2}));
}

BOOST_AUTO_TEST_CASE(a_sleeper_does_not_wake_before_its_time) {
    const auto before = Loop::Clock::now();
    run(loop, sleep_to(before + 30ms));
    // The timers' clock steps every few milliseconds.
    BOOST_TEST((Loop::Clock::now() - before >= 20ms));
}

BOOST_AUTO_TEST_CASE(to_sleep_for_nothing_gives_the_others_their_turn) {
    std::vector<int> order;
    run(loop, tined::event::gather(count_turns(3, order, 1), count_turns(3, order, 2)));
    BOOST_TEST(order == (std::vector<int>{1, 2, 1, 2, 1, 2}));
}

BOOST_AUTO_TEST_CASE(a_sleeper_that_is_cancelled_leaves_nothing_to_wait_for) {
    std::vector<int> order;
    auto long_one = started(sleep_and_note(1h, 1, order));
    auto short_one = started(sleep_and_note(0ms, 1, order));
    long_one.cancel();
    short_one.cancel();
    BOOST_TEST(!loop.run_once());
    BOOST_TEST(order.empty());
}

BOOST_AUTO_TEST_CASE(ten_thousand_sleep_side_by_side) {
    std::vector<int> order;
    std::vector<Task<>> sleepers;
    for (int i = 0; i < 10'000; ++i) sleepers.push_back(sleep_and_note(1ms, i, order));
    run(loop, tined::event::gather(std::move(sleepers)));
    BOOST_TEST(order.size() == 10'000u);
}

BOOST_AUTO_TEST_SUITE_END()
