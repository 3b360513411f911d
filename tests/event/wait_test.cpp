#include "event/wait.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "tests/event/coroutines.hpp"

namespace {

using tests::at_once;
using tests::Event;
using tests::OnLoop;
using tests::run;
using tests::started;
using tests::when_set;
using tined::event::Progress;
using tined::event::spawn;
using tined::event::Spawned;
using tined::event::Until;
using tined::event::wait;
using namespace std::chrono_literals;
using Indices = std::vector<std::size_t>;

std::span<Spawned<int>> all(std::vector<Spawned<int>>& tasks) { return tasks; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(wait_, OnLoop)

BOOST_AUTO_TEST_CASE(it_waits_for_all_and_leaves_the_results_to_their_owner) {
    std::vector<Spawned<int>> tasks;
    tasks.push_back(spawn(tests::after(5ms, 1)));
    tasks.push_back(spawn(at_once(2)));
    tasks.push_back(spawn(tests::fail_at_once()));
    const Progress progress = run(loop, wait(all(tasks)));
    BOOST_TEST(progress.done == (Indices{0, 1, 2}));
    BOOST_TEST(progress.pending.empty());
    BOOST_TEST(tasks[0].take() == 1);
    BOOST_TEST(tasks[1].take() == 2);
    BOOST_CHECK_THROW(tasks[2].take(), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(when_the_time_is_over_it_tells_what_is_pending_and_cancels_nothing) {
    Event event;
    std::vector<Spawned<int>> tasks;
    tasks.push_back(spawn(when_set(event, alive, 1)));
    tasks.push_back(spawn(at_once(2)));
    const Progress progress = run(loop, wait(all(tasks), 5ms));
    BOOST_TEST(progress.done == (Indices{1}));
    BOOST_TEST(progress.pending == (Indices{0}));
    BOOST_TEST(alive == 1);
    event.set();
    BOOST_TEST(run(loop, wait(all(tasks))).pending.empty());
    BOOST_TEST(tasks[0].take() == 1);
}

BOOST_AUTO_TEST_CASE(it_can_wait_for_one_after_another) {
    Event first;
    Event second;
    std::vector<Spawned<int>> tasks;
    tasks.push_back(spawn(when_set(first, alive, 1)));
    tasks.push_back(spawn(when_set(second, alive, 2)));
    auto waiting = started(wait(all(tasks), {}, Until::first_done));
    second.set();
    turn();
    BOOST_TEST(waiting.take().done == (Indices{1}));
    tasks.pop_back();
    first.set();
    BOOST_TEST(run(loop, wait(all(tasks), {}, Until::first_done)).done == (Indices{0}));
}

BOOST_AUTO_TEST_CASE(for_the_first_it_does_not_wait_if_one_has_ended_and_for_none_never) {
    Event never;
    std::vector<Spawned<int>> tasks;
    BOOST_TEST(started(wait(all(tasks))).is_done());
    tasks.push_back(spawn(when_set(never, alive)));
    tasks.push_back(spawn(at_once(2)));
    BOOST_TEST(started(wait(all(tasks), {}, Until::first_done)).is_done());
}

BOOST_AUTO_TEST_CASE(cancelled_it_leaves_the_tasks_alone) {
    Event event;
    std::vector<Spawned<int>> tasks;
    tasks.push_back(spawn(when_set(event, alive, 1)));
    auto waiting = started(wait(all(tasks), 1h));
    waiting.cancel();
    event.set();
    turn();
    BOOST_TEST(tasks[0].take() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
