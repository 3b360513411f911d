#include "event/event.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/event/coroutines.hpp"

namespace {

using tests::Event;
using tests::OnLoop;
using tests::started;
using tests::when_set;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(event_, OnLoop)

BOOST_AUTO_TEST_CASE(all_that_wait_go_on_when_it_is_set_and_not_within_the_call) {
    Event event;
    auto first = started(when_set(event, alive));
    auto second = started(when_set(event, alive));
    event.set();
    BOOST_TEST(!first.is_done());
    turn();
    BOOST_TEST(first.is_done());
    BOOST_TEST(second.is_done());
}

BOOST_AUTO_TEST_CASE(who_comes_while_it_is_set_does_not_wait_and_after_it_is_cleared_does) {
    Event event;
    event.set();
    BOOST_TEST(event.is_set());
    BOOST_TEST(started(when_set(event, alive)).is_done());
    event.clear();
    BOOST_TEST(!started(when_set(event, alive)).is_done());
}

BOOST_AUTO_TEST_CASE(who_waited_goes_on_even_if_it_is_cleared_at_once) {
    Event event;
    auto waiting = started(when_set(event, alive));
    event.set();
    event.clear();
    turn();
    BOOST_TEST(waiting.is_done());
}

BOOST_AUTO_TEST_CASE(a_waiter_can_be_cancelled_while_it_waits_and_when_it_is_about_to_go_on) {
    Event event;
    auto waiting = started(when_set(event, alive));
    auto ready = started(when_set(event, alive));
    waiting.cancel();
    event.set();
    ready.cancel();
    BOOST_TEST(alive == 0);
    turn();
}

BOOST_AUTO_TEST_SUITE_END()
