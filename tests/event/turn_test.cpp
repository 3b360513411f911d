#include "event/turn.hpp"

#include <boost/test/unit_test.hpp>

#include "event/sleep.hpp"
#include "event/spawn.hpp"
#include "tests/event/coroutines.hpp"

namespace {

using tests::OnLoop;
using tests::run;
using tests::Task;
using tined::event::next_iteration;
using tined::event::spawn;
using tined::event::Timer;
using tined::event::Turn;

Task<> wait_once(bool& went_on) {
    co_await next_iteration();
    went_on = true;
}

Task<> wait_until(const bool& is_so, int& times) {
    while (!is_so) {
        ++times;
        co_await next_iteration();
    }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(turn, OnLoop)

BOOST_AUTO_TEST_CASE(a_turn_ends_with_each_sixteenth_piece) {
    Turn turn;
    for (unsigned piece = 1; piece <= 3 * Turn::most_pieces; ++piece) {
        BOOST_TEST(turn.ends_here() == (piece % Turn::most_pieces == 0));
    }
}

BOOST_AUTO_TEST_CASE(a_timer_that_is_due_comes_before_the_next_iteration_but_one) {
    bool is_due = false;
    Timer timer(loop, [](int, short, void* flag) { *static_cast<bool*>(flag) = true; }, &is_due);
    timer.start({});
    int times = 0;
    run(loop, wait_until(is_due, times));
    BOOST_TEST(is_due);
    BOOST_TEST(times <= 2);
}

BOOST_AUTO_TEST_CASE(who_is_cancelled_while_it_waits_for_the_next_iteration_does_not_go_on) {
    bool went_on = false;
    auto waiting = spawn(wait_once(went_on));
    waiting.cancel();
    loop.run_once();
    BOOST_TEST(!went_on);
}

BOOST_AUTO_TEST_SUITE_END()
