#include "event/gather.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
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
using tined::event::gather;
using namespace std::chrono_literals;

Task<> nothing_much() { co_return; }
Task<std::unique_ptr<int>> owned(int value) { co_return std::make_unique<int>(value); }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(gather_, OnLoop)

BOOST_AUTO_TEST_CASE(it_gives_all_results_in_the_order_of_the_arguments) {
    auto [slow, quick, nothing, movable] =
        run(loop, gather(after(20ms, 1), at_once(2), nothing_much(), owned(3)));
    BOOST_TEST(slow == 1);
    BOOST_TEST(quick == 2);
    BOOST_TEST((nothing == std::monostate()));
    BOOST_TEST(*movable == 3);
}

BOOST_AUTO_TEST_CASE(its_tasks_run_side_by_side) {
    Event first;
    Event second;
    auto both = started(gather(when_set(first, alive, 1), when_set(second, alive, 2)));
    BOOST_TEST(alive == 2);
    second.set();
    turn();
    BOOST_TEST(alive == 1);
    BOOST_TEST(!both.is_done());
    first.set();
    turn();
    BOOST_TEST((both.take() == std::tuple(1, 2)));
}

BOOST_AUTO_TEST_CASE(the_first_that_throws_cancels_the_rest_and_is_thrown) {
    Event never;
    Event fails;
    auto all = started(
        gather(when_set(never, alive), tests::fail_when_set(fails), when_set(never, alive)));
    BOOST_TEST(alive == 2);
    fails.set();
    turn();
    BOOST_TEST(alive == 0);
    BOOST_CHECK_EXCEPTION(all.take(), std::runtime_error, tests::is_failure);
}

BOOST_AUTO_TEST_CASE(one_that_throws_at_once_keeps_the_later_ones_from_running) {
    Event never;
    bool ran = false;
    auto all = started(gather(when_set(never, alive), tests::fail_at_once(), tests::note(ran)));
    BOOST_TEST(alive == 0);
    BOOST_TEST(!ran);
    BOOST_CHECK_THROW(all.take(), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(cancelled_it_cancels_all) {
    Event never;
    Event first;
    auto all = started(gather(when_set(first, alive), when_set(never, alive)));
    first.set();
    turn();
    BOOST_TEST(alive == 1);
    all.cancel();
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(any_number_of_one_type_can_be_gathered_and_none) {
    std::vector<Task<int>> tasks;
    for (int i = 0; i < 100; ++i) tasks.push_back(i % 2 == 0 ? at_once(i) : after(1ms, i));
    const std::vector<int> results = run(loop, gather(std::move(tasks)));
    BOOST_TEST_REQUIRE(results.size() == 100u);
    for (int i = 0; i < 100; ++i) BOOST_TEST(results[static_cast<std::size_t>(i)] == i);
    BOOST_TEST(run(loop, gather(std::vector<Task<int>>())).empty());
}

BOOST_AUTO_TEST_CASE(of_many_the_first_that_throws_cancels_the_rest) {
    Event never;
    Event fails;
    std::vector<Task<int>> tasks;
    for (int i = 0; i < 10; ++i) tasks.push_back(when_set(never, alive));
    tasks.push_back(tests::fail_when_set(fails));
    auto all = started(gather(std::move(tasks)));
    BOOST_TEST(alive == 10);
    fails.set();
    turn();
    BOOST_TEST(alive == 0);
    BOOST_CHECK_EXCEPTION(all.take(), std::runtime_error, tests::is_failure);
}

namespace {
Task<int> nested(Event& event, int& alive) {
    auto [first, second] = co_await gather(when_set(event, alive, 1), when_set(event, alive, 2));
    co_return first + second;
}
}  // namespace

BOOST_AUTO_TEST_CASE(gathers_nest) {
    Event event;
    auto all = started(gather(nested(event, alive), nested(event, alive)));
    BOOST_TEST(alive == 4);
    event.set();
    turn();
    BOOST_TEST((all.take() == std::tuple(3, 3)));
}

namespace {
Task<> gather_and_note(tests::Loop& loop, Event& first, Event& second, int& alive,
                       std::vector<tined::event::Activity*>& at) {
    co_await gather(when_set(first, alive), when_set(second, alive));
    at.push_back(loop.activity());
}
}  // namespace

BOOST_AUTO_TEST_CASE(all_its_tasks_belong_to_the_activity_of_who_gathers) {
    Event first;
    Event second;
    tests::NotedActivity activity;
    std::vector<tined::event::Activity*> at;
    loop.set_activity(&activity);
    auto all = started(gather_and_note(loop, first, second, alive, at));
    BOOST_TEST(loop.activity() == nullptr);
    activity.heard.clear();
    first.set();
    turn();
    BOOST_TEST(activity.heard == "resumed suspended ");
    BOOST_TEST(loop.activity() == nullptr);
    second.set();
    turn();
    BOOST_TEST(all.is_done());
    BOOST_TEST((at == std::vector<tined::event::Activity*>{&activity}));
}

namespace {
Task<int> gather_often(int times) {
    int sum = 0;
    for (int i = 0; i < times; ++i) {
        auto [first, second] = co_await gather(after(0ms, 1), at_once(1));
        sum += first + second;
    }
    co_return sum;
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_hundred_thousand_gathers_that_wait_need_the_stack_of_one) {
    BOOST_TEST(run(loop, gather_often(100'000)) == 200'000);
}

BOOST_AUTO_TEST_SUITE_END()
