#include "event/task_group.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <vector>

#include "tests/event/coroutines.hpp"

namespace {

using tests::Counted;
using tests::Event;
using tests::OnLoop;
using tests::run;
using tests::started;
using tests::Task;
using tined::event::TaskGroup;

Task<> member(Event& event, int& alive) {
    const Counted here(alive);
    co_await event.wait();
}

Task<> fail(Event& event) {
    co_await event.wait();
    throw std::runtime_error("failed");
}

Task<> fail_now() {
    throw std::runtime_error("failed");
    co_return;
}

Task<> join(TaskGroup& group) { co_await group.join(); }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(task_group, OnLoop)

BOOST_AUTO_TEST_CASE(join_waits_for_all_and_each_is_freed_at_its_end) {
    TaskGroup group;
    Event first;
    Event second;
    group.spawn(member(first, alive));
    group.spawn(member(second, alive));
    auto joined = started(join(group));
    BOOST_TEST(group.size() == 2u);
    first.set();
    turn();
    BOOST_TEST(alive == 1);
    BOOST_TEST(group.size() == 1u);
    BOOST_TEST(!joined.is_done());
    second.set();
    turn();
    BOOST_TEST(joined.is_done());
    BOOST_TEST(started(join(group)).is_done());
}

BOOST_AUTO_TEST_CASE(what_join_does_not_throw_is_told_to_the_loop) {
    {
        TaskGroup group;
        group.spawn(fail_now());
        BOOST_TEST(unheard.empty());
    }
    BOOST_TEST(unheard == (std::vector<std::string>{"failed by fail_now"}));
    Event event;
    TaskGroup group;
    group.spawn(fail(event));
    group.spawn(fail(event));
    event.set();
    turn();
    BOOST_TEST(unheard.size() == 2u);  // the second's; the first's is kept for join()
    BOOST_CHECK_EXCEPTION(run(loop, join(group)), std::runtime_error, tests::is_failure);
    BOOST_TEST(unheard.size() == 2u);
}

BOOST_AUTO_TEST_CASE(the_first_that_throws_cancels_the_others_and_join_throws_it) {
    TaskGroup group;
    Event never;
    Event fails;
    group.spawn(member(never, alive));
    group.spawn(fail(fails));
    group.spawn(member(never, alive));
    auto joined = started(join(group));
    fails.set();
    while (!joined.is_done()) turn();
    BOOST_TEST(alive == 0);
    BOOST_CHECK_EXCEPTION(joined.take(), std::runtime_error, tests::is_failure);
}

BOOST_AUTO_TEST_CASE(what_is_spawned_after_a_failure_never_runs) {
    TaskGroup group;
    bool ran = false;
    group.spawn(fail_now());
    group.spawn(tests::note(ran));
    BOOST_TEST(!ran);
    BOOST_CHECK_THROW(run(loop, join(group)), std::runtime_error);
}

namespace {
Task<> spawn_what_fails(TaskGroup& group, Event& never, int& alive) {
    const Counted here(alive);
    group.spawn(fail_now());
    co_await never.wait();
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_member_may_spawn_what_throws_at_once_and_is_cancelled_later) {
    TaskGroup group;
    Event never;
    group.spawn(spawn_what_fails(group, never, alive));
    BOOST_TEST(alive == 1);
    BOOST_CHECK_EXCEPTION(run(loop, join(group)), std::runtime_error, tests::is_failure);
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(the_groups_end_and_cancel_are_the_end_of_all) {
    Event never;
    auto group = std::make_unique<TaskGroup>();
    for (int i = 0; i < 10; ++i) group->spawn(member(never, alive));
    BOOST_TEST(alive == 10);
    auto joined = started(join(*group));
    group->cancel();
    BOOST_TEST(alive == 0);
    turn();
    BOOST_TEST(joined.is_done());
    group->spawn(member(never, alive));
    BOOST_TEST(alive == 1);
    group.reset();
    BOOST_TEST(alive == 0);
}

namespace {
Task<> multiply(TaskGroup& group, int depth, int& count) {
    ++count;
    co_await tests::sleep_for(std::chrono::milliseconds(0));
    if (depth == 0) co_return;
    group.spawn(multiply(group, depth - 1, count));
    group.spawn(multiply(group, depth - 1, count));
}
}  // namespace

BOOST_AUTO_TEST_CASE(members_may_spawn_members) {
    TaskGroup group;
    int count = 0;
    group.spawn(multiply(group, 6, count));
    run(loop, join(group));
    BOOST_TEST(count == 127);
}

BOOST_AUTO_TEST_SUITE_END()
