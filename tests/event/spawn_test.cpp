#include "event/spawn.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <vector>

#include "tests/event/coroutines.hpp"

namespace {

using tests::at_once;
using tests::Event;
using tests::OnLoop;
using tests::run;
using tests::started;
using tests::Task;
using tests::when_set;
using tined::event::spawn;
using tined::event::Spawned;

Task<int> take_from(Spawned<int>& spawned) {
    const int value = co_await spawned;
    co_return value;
}

Task<int> spawn_and_await() {
    const int value = co_await spawn(at_once(3));
    co_return value;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(spawn_, OnLoop)

BOOST_AUTO_TEST_CASE(a_spawned_task_begins_at_once_and_goes_on_by_itself) {
    Event event;
    Spawned<int> spawned = spawn(when_set(event, alive, 4));
    BOOST_TEST(alive == 1);
    event.set();
    turn();
    BOOST_TEST(spawned.is_done());
    BOOST_TEST(spawned.take() == 4);
    BOOST_TEST(!spawned.has_task());
}

BOOST_AUTO_TEST_CASE(it_can_be_awaited_before_and_after_its_end) {
    Event event;
    Spawned<int> spawned = spawn(when_set(event, alive, 4));
    auto early = started(take_from(spawned));
    event.set();
    turn();
    BOOST_TEST(early.take() == 4);
    Spawned<int> ended = spawn(at_once(5));
    BOOST_TEST(ended.is_done());
    BOOST_TEST(run(loop, take_from(ended)) == 5);
    BOOST_TEST(run(loop, spawn_and_await()) == 3);
}

BOOST_AUTO_TEST_CASE(what_it_throws_is_thrown_where_it_is_awaited) {
    Event event;
    Spawned<int> spawned = spawn(tests::fail_when_set(event));
    auto waiting = started(take_from(spawned));
    event.set();
    turn();
    BOOST_CHECK_EXCEPTION(waiting.take(), std::runtime_error, tests::is_failure);
    Spawned<int> at_once = spawn(tests::fail_at_once());
    BOOST_CHECK_THROW(run(loop, take_from(at_once)), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(what_it_has_thrown_when_it_goes_unawaited_is_told_to_the_loop) {
    Event event;
    {
        const Spawned<int> dropped = spawn(tests::fail_when_set(event));
        event.set();
        turn();
        BOOST_TEST(unheard.empty());
    }
    BOOST_TEST(unheard == (std::vector<std::string>{"failed by fail_when_set"}));
    Spawned<int> cancelled = spawn(tests::fail_at_once());
    cancelled.cancel();
    Spawned<int> replaced = spawn(tests::fail_at_once());
    replaced = spawn(at_once(1));
    BOOST_TEST(unheard.size() == 3u);
    BOOST_TEST(unheard.back() == "failed at once by fail_at_once");
}

BOOST_AUTO_TEST_CASE(what_was_awaited_or_moved_is_told_to_nobody_else) {
    Spawned<int> spawned = spawn(tests::fail_at_once());
    Spawned<int> moved = std::move(spawned);
    BOOST_CHECK_THROW(run(loop, take_from(moved)), std::runtime_error);
    Event never;
    {
        const Spawned<int> waiting = spawn(tests::fail_when_set(never));
    }
    BOOST_TEST(unheard.empty());
}

BOOST_AUTO_TEST_CASE(dropped_or_cancelled_it_is_destroyed_where_it_waits) {
    Event never;
    {
        const Spawned<int> dropped = spawn(when_set(never, alive));
        BOOST_TEST(alive == 1);
    }
    BOOST_TEST(alive == 0);
    Spawned<int> cancelled = spawn(when_set(never, alive));
    cancelled.cancel();
    BOOST_TEST(alive == 0);
    BOOST_TEST(!cancelled.has_task());
}

BOOST_AUTO_TEST_CASE(when_who_awaits_it_is_cancelled_it_goes_on_for_its_owner) {
    Event event;
    Spawned<int> spawned = spawn(when_set(event, alive, 6));
    auto waiting = started(take_from(spawned));
    waiting.cancel();
    event.set();
    turn();
    BOOST_TEST(spawned.take() == 6);
}

BOOST_AUTO_TEST_CASE(a_spawned_task_may_be_moved_while_it_runs) {
    Event event;
    std::vector<Spawned<int>> many;
    for (int i = 0; i < 100; ++i) many.push_back(spawn(when_set(event, alive, i)));
    event.set();
    turn();
    for (int i = 0; i < 100; ++i) BOOST_TEST(many[static_cast<std::size_t>(i)].take() == i);
}

namespace {
Task<> note_activity(tests::Loop& loop, Event& event, std::vector<tined::event::Activity*>& at) {
    at.push_back(loop.activity());
    co_await event.wait();
    at.push_back(loop.activity());
}
Task<> spawn_and_note(tests::Loop& loop, Event& event, std::vector<tined::event::Activity*>& at) {
    Spawned<void> spawned = spawn(note_activity(loop, event, at));
    at.push_back(loop.activity());
    co_await spawned;
    at.push_back(loop.activity());
}
}  // namespace

BOOST_AUTO_TEST_CASE(it_belongs_to_no_activity_but_who_awaits_it_goes_on_in_his_own) {
    Event event;
    tests::NotedActivity activity;
    std::vector<tined::event::Activity*> at;
    loop.set_activity(&activity);
    auto running = started(spawn_and_note(loop, event, at));
    event.set();
    turn();
    BOOST_TEST(running.is_done());
    BOOST_TEST(
        (at == std::vector<tined::event::Activity*>{nullptr, &activity, nullptr, &activity}));
}

BOOST_AUTO_TEST_SUITE_END()
