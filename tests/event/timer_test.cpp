#include "event/timer.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

namespace {

using tined::event::call_member;
using tined::event::Loop;
using tined::event::Timer;
using namespace std::chrono_literals;

struct Notes {
    Notes(Loop& loop, std::vector<int>& order, int number)
        : order_(order), number_(number), timer(loop, call_member<&Notes::on_time>, this) {}
    void on_time() { order_.push_back(number_); }
    std::vector<int>& order_;
    int number_;
    Timer timer;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(timer)

BOOST_AUTO_TEST_CASE(timers_fire_in_the_order_of_their_times_and_once) {
    Loop loop;
    std::vector<int> order;
    Notes late(loop, order, 2);
    Notes early(loop, order, 1);
    late.timer.start(60ms);
    early.timer.start(20ms);
    BOOST_TEST(late.timer.is_started());
    loop.run();
    BOOST_TEST(order == (std::vector<int>{1, 2}));
    BOOST_TEST(!late.timer.is_started());
}

BOOST_AUTO_TEST_CASE(a_timer_without_a_wait_fires_in_the_next_iteration) {
    Loop loop;
    std::vector<int> order;
    Notes notes(loop, order, 1);
    notes.timer.start(-5s);
    BOOST_TEST(order.empty());
    loop.run_once();
    BOOST_TEST(order.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_stopped_timer_does_not_fire) {
    Loop loop;
    std::vector<int> order;
    Notes notes(loop, order, 1);
    notes.timer.start(1ms);
    notes.timer.stop();
    BOOST_TEST(!notes.timer.is_started());
    BOOST_TEST(!loop.run_once());
    BOOST_TEST(order.empty());
}

BOOST_AUTO_TEST_CASE(a_timer_that_is_started_again_begins_anew) {
    Loop loop;
    std::vector<int> order;
    Notes moved(loop, order, 1);
    Notes other(loop, order, 2);
    moved.timer.start(0ms);
    other.timer.start(20ms);
    moved.timer.start(60ms);
    loop.run();
    BOOST_TEST(order == (std::vector<int>{2, 1}));
}

namespace {
struct StopsAfterThree {
    explicit StopsAfterThree(Loop& loop)
        : timer(loop, call_member<&StopsAfterThree::on_time>, this) {}
    void on_time() {
        if (++calls == 3) timer.stop();
    }
    int calls = 0;
    Timer timer;
};
}  // namespace

BOOST_AUTO_TEST_CASE(a_periodic_timer_fires_until_it_is_stopped) {
    Loop loop;
    StopsAfterThree counts(loop);
    counts.timer.start_periodic(1ms);
    loop.run();
    BOOST_TEST(counts.calls == 3);
}

BOOST_AUTO_TEST_CASE(a_periodic_timer_may_become_a_timer_for_once) {
    Loop loop;
    std::vector<int> order;
    Notes notes(loop, order, 1);
    notes.timer.start_periodic(1ms);
    loop.run_once();
    notes.timer.start(1ms);
    loop.run();
    BOOST_TEST(order.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
