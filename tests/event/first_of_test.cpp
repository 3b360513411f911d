#include "event/first_of.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "tests/event/coroutines.hpp"

namespace {

using tests::after;
using tests::at_once;
using tests::Event;
using tests::OnLoop;
using tests::run;
using tests::started;
using tests::Task;
using tests::when_set;
using tined::event::first_of;
using namespace std::chrono_literals;

Task<std::string> text_when_set(Event& event) {
    co_await event.wait();
    co_return "text";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(first_of_, OnLoop)

BOOST_AUTO_TEST_CASE(it_gives_the_result_of_the_first_that_ends_and_cancels_the_rest) {
    Event never;
    Event happens;
    auto first = started(first_of(when_set(never, alive), text_when_set(happens)));
    BOOST_TEST(alive == 1);
    happens.set();
    turn();
    BOOST_TEST(alive == 0);
    const auto result = first.take();
    BOOST_TEST_REQUIRE(result.index() == 1u);
    BOOST_TEST(std::get<1>(result) == "text");
}

BOOST_AUTO_TEST_CASE(of_two_that_could_end_in_one_turn_the_first_to_go_on_wins) {
    Event event;
    auto first = started(first_of(when_set(event, alive, 1), when_set(event, alive, 2)));
    event.set();
    turn();
    const auto result = first.take();
    BOOST_TEST(result.index() == 0u);
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(one_that_ends_at_once_keeps_the_later_ones_from_running) {
    Event never;
    bool ran = false;
    auto first = started(first_of(when_set(never, alive), at_once(7), tests::note(ran)));
    BOOST_TEST_REQUIRE(first.is_done());
    BOOST_TEST(std::get<1>(first.take()) == 7);
    BOOST_TEST(!ran);
}

BOOST_AUTO_TEST_CASE(what_the_first_throws_is_thrown) {
    Event never;
    Event fails;
    auto first = started(first_of(when_set(never, alive), tests::fail_when_set(fails)));
    fails.set();
    turn();
    BOOST_CHECK_EXCEPTION(first.take(), std::runtime_error, tests::is_failure);
}

BOOST_AUTO_TEST_CASE(cancelled_it_cancels_all) {
    Event never;
    auto first = started(first_of(when_set(never, alive), when_set(never, alive)));
    BOOST_TEST(alive == 2);
    first.cancel();
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(of_any_number_it_tells_which) {
    std::vector<Task<int>> tasks;
    for (int i = 0; i < 10; ++i) tasks.push_back(after(i == 6 ? 1ms : 10s, i));
    const auto first = run(loop, first_of(std::move(tasks)));
    BOOST_TEST(first.index == 6u);
    BOOST_TEST(first.value == 6);
}

BOOST_AUTO_TEST_SUITE_END()
