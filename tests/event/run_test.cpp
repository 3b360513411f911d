#include "event/run.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "tests/event/coroutines.hpp"

namespace {

using tests::at_once;
using tests::Event;
using tests::Loop;
using tests::Task;
using tined::event::run;
using namespace std::chrono_literals;

Task<bool> is_current(Loop& loop) {
    const bool before = &Loop::current() == &loop;
    co_await tests::sleep_for(1ms);
    co_return before && &Loop::current() == &loop;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(run_)

BOOST_AUTO_TEST_CASE(it_gives_the_result_or_throws_what_the_task_threw) {
    Loop loop;
    BOOST_TEST(run(loop, at_once(1)) == 1);
    BOOST_TEST(run(loop, tests::after(1ms, 2)) == 2);
    BOOST_CHECK_THROW(run(loop, tests::fail_at_once()), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(the_loop_is_the_current_one_meanwhile_and_not_afterwards) {
    Loop outer;
    const Loop::Entered here(outer);
    Loop inner;
    BOOST_TEST(run(inner, is_current(inner)));
    BOOST_TEST(&Loop::current() == &outer);
}

BOOST_AUTO_TEST_CASE(there_is_no_current_loop_outside_of_one) {
    BOOST_CHECK_THROW(Loop::current(), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_task_that_waits_for_what_can_never_come_is_an_error_and_no_hang) {
    Loop loop;
    Event never;
    int alive = 0;
    BOOST_CHECK_THROW(run(loop, tests::when_set(never, alive)), std::logic_error);
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_SUITE_END()
