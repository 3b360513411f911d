#include "event/waiting.hpp"

#include <boost/test/unit_test.hpp>
#include <optional>
#include <string_view>

#include "event/gather.hpp"
#include "event/generator.hpp"
#include "event/queue.hpp"
#include "tests/event/coroutines.hpp"

namespace {

using tests::Event;
using tests::OnLoop;
using tests::started;
using tests::Task;
using tined::event::AsyncGenerator;
using tined::event::count_waiting_on;
using tined::event::Waiting;
using tined::event::waiting_on;

constexpr unsigned inner_line = __LINE__ + 1;
Task<> inner(Event& event) { co_await event.wait(); }

constexpr unsigned outer_line = __LINE__ + 1;
Task<> outer(Event& event) { co_await inner(event); }

AsyncGenerator<int> numbers(Event& event) {
    co_await event.wait();
    co_yield 1;
}

constexpr unsigned asking_line = __LINE__ + 1;
Task<> ask(AsyncGenerator<int>& generator) { co_await generator.next(); }

Task<> deep(Event& event, int depth) {
    if (depth == 0) co_await event.wait();
    if (depth > 0) co_await deep(event, depth - 1);
}

bool names(const std::source_location& place, std::string_view function) {
    return std::string_view(place.function_name()).find(function) != std::string_view::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(waiting, OnLoop)

BOOST_AUTO_TEST_CASE(nothing_waits_on_a_fresh_loop) {
    BOOST_TEST(count_waiting_on(loop) == 0);
    BOOST_TEST(waiting_on(loop, 10, 10).empty());
}

BOOST_AUTO_TEST_CASE(a_coroutine_that_waits_is_listed_with_the_lines_of_its_waits) {
    Event event;
    const auto before = tined::event::Loop::Clock::now();
    auto running = started(outer(event));
    const auto all = waiting_on(loop, 10, 10);
    BOOST_REQUIRE(all.size() == 1);
    BOOST_REQUIRE(all[0].places.size() == 2);
    BOOST_TEST(all[0].places[0].line() == inner_line);
    BOOST_TEST(names(all[0].places[0], "inner"));
    BOOST_TEST(all[0].places[1].line() == outer_line);
    BOOST_TEST(names(all[0].places[1], "outer"));
    BOOST_TEST(!all[0].has_more_places);
    BOOST_TEST(all[0].activity == "");
    BOOST_TEST((all[0].since >= before));
}

BOOST_AUTO_TEST_CASE(one_that_went_on_or_was_cancelled_is_listed_no_more) {
    Event event;
    auto goes_on = started(outer(event));
    event.set();
    turn();
    BOOST_TEST(goes_on.is_done());
    BOOST_TEST(count_waiting_on(loop) == 0);
    event.clear();
    auto cancelled = started(outer(event));
    BOOST_TEST(count_waiting_on(loop) == 1);
    cancelled.cancel();
    BOOST_TEST(count_waiting_on(loop) == 0);
}

BOOST_AUTO_TEST_CASE(those_that_wait_longest_come_first_and_the_list_is_bounded) {
    Event event;
    auto oldest = started(inner(event));
    auto younger = started(outer(event));
    auto youngest = started(outer(event));
    const auto two = waiting_on(loop, 2, 10);
    BOOST_REQUIRE(two.size() == 2);
    BOOST_TEST(two[0].places.size() == 1);
    BOOST_TEST(two[1].places.size() == 2);
    BOOST_TEST(count_waiting_on(loop) == 3);
    oldest.cancel();  // out of the middle of the list
    younger.cancel();
    BOOST_TEST(count_waiting_on(loop) == 1);
}

BOOST_AUTO_TEST_CASE(of_a_deep_chain_the_innermost_places_are_given) {
    Event event;
    auto running = started(deep(event, 100));
    const auto all = waiting_on(loop, 1, 4);
    BOOST_REQUIRE(all.size() == 1);
    BOOST_TEST(all[0].places.size() == 4);
    BOOST_TEST(all[0].has_more_places);
}

BOOST_AUTO_TEST_CASE(who_asks_a_generator_is_listed_behind_it_until_it_is_cancelled) {
    Event event;
    auto generator = numbers(event);
    auto asking = started(ask(generator));
    auto all = waiting_on(loop, 10, 10);
    BOOST_REQUIRE(all.size() == 1);
    BOOST_REQUIRE(all[0].places.size() == 2);
    BOOST_TEST(all[0].places[1].line() == asking_line);
    asking.cancel();  // the generator's body goes on waiting
    all = waiting_on(loop, 10, 10);
    BOOST_REQUIRE(all.size() == 1);
    BOOST_TEST(all[0].places.size() == 1);
}

BOOST_AUTO_TEST_CASE(what_waits_within_an_activity_is_told_with_it) {
    Event event;
    tests::NotedActivity activity;
    loop.set_activity(&activity);
    auto running = started(inner(event));
    BOOST_TEST(waiting_on(loop, 10, 10).at(0).activity == "the noted");
}

BOOST_AUTO_TEST_CASE(a_loop_may_go_before_those_that_wait_on_it) {
    Event event;
    std::optional<tined::event::Loop> other(std::in_place);
    std::optional<tined::event::Loop::Entered> here(std::in_place, *other);
    auto running = started(outer(event));
    BOOST_TEST(count_waiting_on(*other) == 1);
    here.reset();
    other.reset();
    running.cancel();
}

BOOST_AUTO_TEST_SUITE_END()
