#include "event/timeout.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "tests/event/coroutines.hpp"

namespace {

using tests::at_once;
using tests::Event;
using tests::OnLoop;
using tests::run;
using tests::started;
using tests::Task;
using tests::when_set;
using tined::event::TimedOut;
using tined::event::with_timeout;
using namespace std::chrono_literals;

Task<> wait_only(Event& event) { co_await event.wait(); }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(timeout, OnLoop)

BOOST_AUTO_TEST_CASE(a_task_that_ends_in_time_gives_its_result) {
    BOOST_TEST(run(loop, with_timeout(tests::after(1ms, 5), 1h)).value() == 5);
    BOOST_TEST(run(loop, with_timeout(at_once(6), 1h)).value() == 6);
}

BOOST_AUTO_TEST_CASE(a_task_that_takes_too_long_is_cancelled) {
    Event never;
    const auto result = run(loop, with_timeout(when_set(never, alive), 5ms));
    BOOST_TEST((result == std::unexpected(TimedOut())));
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(a_task_without_a_result_can_be_timed_too) {
    Event event;
    BOOST_TEST(!run(loop, with_timeout(wait_only(event), 1ms)).has_value());
    event.set();
    BOOST_TEST(run(loop, with_timeout(wait_only(event), 1h)).has_value());
}

BOOST_AUTO_TEST_CASE(a_task_that_ends_at_once_needs_no_time) {
    BOOST_TEST(run(loop, with_timeout(at_once(1), 0ms)).value() == 1);
    BOOST_TEST(run(loop, with_timeout(at_once(2), -5s)).value() == 2);
}

BOOST_AUTO_TEST_CASE(what_the_task_throws_is_thrown) {
    Event fails;
    auto timed = started(with_timeout(tests::fail_when_set(fails), 1h));
    fails.set();
    turn();
    BOOST_CHECK_EXCEPTION(timed.take(), std::runtime_error, tests::is_failure);
}

BOOST_AUTO_TEST_CASE(a_task_that_is_about_to_go_on_when_its_time_is_over_is_cancelled_cleanly) {
    Event event;
    auto timed = started(with_timeout(when_set(event, alive), 0ms));
    // Its turn comes at the end of the iteration, after the timer's callback.
    event.set();
    turn();
    BOOST_TEST(!timed.take().has_value());
    BOOST_TEST(alive == 0);
    turn();
}

BOOST_AUTO_TEST_CASE(a_result_that_comes_just_before_the_time_is_over_counts) {
    // Both timers are due in the same iteration; the task's was started first.
    BOOST_TEST(run(loop, with_timeout(tests::after(5ms, 8), 5ms)).value() == 8);
    Event event;
    auto timed = started(with_timeout(when_set(event, alive, 9), 5ms));
    event.set();
    turn();
    BOOST_TEST(timed.take().value() == 9);
    BOOST_TEST(!loop.run_once());
}

BOOST_AUTO_TEST_CASE(cancelled_it_cancels_the_task_and_its_timer) {
    Event never;
    auto timed = started(with_timeout(when_set(never, alive), 1h));
    timed.cancel();
    BOOST_TEST(alive == 0);
    BOOST_TEST(!loop.run_once());
}

BOOST_AUTO_TEST_CASE(the_inner_of_two_timeouts_is_told_apart) {
    Event never;
    const auto result = run(loop, with_timeout(with_timeout(when_set(never, alive), 1ms), 1h));
    BOOST_TEST_REQUIRE(result.has_value());
    BOOST_TEST(!result->has_value());
}

BOOST_AUTO_TEST_SUITE_END()
