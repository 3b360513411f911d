#include "event/waiter.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "tests/event/coroutines.hpp"

namespace {

using tests::Event;
using tests::Loop;
using tests::OnLoop;
using tests::Running;
using tests::started;
using tests::Task;
using tests::when_set;
using tined::event::Waiter;
using tined::event::WaiterList;
using namespace std::chrono_literals;

Task<> cancel_when_set(Event& event, Running<int>& other, std::vector<int>& order) {
    co_await event.wait();
    order.push_back(1);
    other.cancel();
}

Task<> for_ever(Event& mine, Event& yours) {
    while (true) {
        co_await mine.wait();
        mine.clear();
        yours.set();
    }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(waiter, OnLoop)

BOOST_AUTO_TEST_CASE(a_list_gives_first_who_came_first_and_a_waiter_stands_in_one_list) {
    WaiterList list;
    WaiterList other;
    Waiter first(loop);
    Waiter second(loop);
    Waiter third(loop);
    for (Waiter* waiter : {&first, &second, &third}) list.push(*waiter);
    second.leave();
    BOOST_TEST(!second.is_listed());
    other.push(third);
    BOOST_TEST(list.pop() == &first);
    BOOST_TEST(list.is_empty());
    BOOST_TEST(list.pop() == nullptr);
    list.take_all(other);
    BOOST_TEST(other.is_empty());
    BOOST_TEST(list.pop() == &third);
}

BOOST_AUTO_TEST_CASE(a_list_and_its_waiters_may_go_in_any_order) {
    auto list = std::make_unique<WaiterList>();
    Waiter stays(loop);
    {
        Waiter goes(loop);
        list->push(goes);
        list->push(stays);
    }
    list.reset();
    BOOST_TEST(!stays.is_listed());
}

BOOST_AUTO_TEST_CASE(a_coroutine_may_cancel_another_whose_turn_is_the_same) {
    Event event;
    std::vector<int> order;
    Running<int> other;
    auto cancels = started(cancel_when_set(event, other, order));
    other = started(when_set(event, alive));
    event.set();
    turn();
    BOOST_TEST(order == (std::vector<int>{1}));
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(coroutines_that_wake_each_other_for_ever_do_not_keep_a_timer_from_its_time) {
    Event there;
    Event back;
    auto one = started(for_ever(there, back));
    auto other = started(for_ever(back, there));
    there.set();
    BOOST_TEST(run(loop, tests::after(10ms, 1)) == 1);
}

BOOST_AUTO_TEST_CASE(what_is_ready_when_the_loop_goes_is_forgotten) {
    Event event;
    auto inner = std::make_unique<Loop>();
    std::optional<Loop::Entered> in(*inner);
    auto waiting = started(when_set(event, alive));
    event.set();
    in.reset();
    inner.reset();
    waiting.cancel();
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(a_coroutine_goes_on_in_its_activity_and_leaves_it_when_nobody_goes_on) {
    Event event;
    tests::NotedActivity activity;
    loop.set_activity(&activity);
    auto first = started(when_set(event, alive));
    BOOST_TEST(loop.activity() == nullptr);
    auto outside = started(when_set(event, alive));
    BOOST_TEST(activity.heard == "suspended ");
    event.set();
    turn();
    BOOST_TEST(loop.activity() == nullptr);
    BOOST_TEST(activity.heard == "suspended resumed suspended ");
}

BOOST_AUTO_TEST_SUITE_END()
