#include "event/queue.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "tests/event/coroutines.hpp"

namespace {

using tests::Counted;
using tests::OnLoop;
using tests::run;
using tests::started;
using tests::Task;
using Queue = tined::event::Queue<int>;

Task<std::optional<int>> pop(Queue& queue) {
    const std::optional<int> value = co_await queue.pop();
    co_return value;
}

Task<bool> push(Queue& queue, int value) {
    const bool is_in = co_await queue.push(value);
    co_return is_in;
}

Task<int> sum_of_all(Queue& queue) {
    int sum = 0;
    while (true) {
        const std::optional<int> value = co_await queue.pop();
        if (!value) break;
        sum += *value;
    }
    co_return sum;
}

Task<> push_all(Queue& queue, int most) {
    for (int i = 1; i <= most; ++i) co_await queue.push(i);
    queue.close();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(queue, OnLoop)

BOOST_AUTO_TEST_CASE(what_goes_in_first_comes_out_first) {
    Queue queue;
    for (int i = 1; i <= 3; ++i) BOOST_TEST(run(loop, push(queue, i)));
    BOOST_TEST(queue.size() == 3u);
    for (int i = 1; i <= 3; ++i) BOOST_TEST(run(loop, pop(queue)).value() == i);
    BOOST_TEST(queue.is_empty());
}

BOOST_AUTO_TEST_CASE(who_pops_an_empty_queue_waits_and_who_waits_longest_is_served_first) {
    Queue queue;
    auto first = started(pop(queue));
    auto second = started(pop(queue));
    BOOST_TEST(queue.try_push(1));
    BOOST_TEST(queue.try_push(2));
    BOOST_TEST(!queue.try_pop().has_value());
    turn();
    BOOST_TEST(first.take().value() == 1);
    BOOST_TEST(second.take().value() == 2);
}

BOOST_AUTO_TEST_CASE(who_pushes_into_a_full_queue_waits_for_room) {
    Queue queue(2);
    BOOST_TEST(queue.try_push(1));
    BOOST_TEST(queue.try_push(2));
    BOOST_TEST(!queue.try_push(3));
    auto third = started(push(queue, 3));
    auto fourth = started(push(queue, 4));
    BOOST_TEST(queue.try_pop().value() == 1);
    BOOST_TEST(queue.size() == 2u);
    turn();
    BOOST_TEST(third.take());
    BOOST_TEST(!fourth.is_done());
    for (int i = 2; i <= 4; ++i) BOOST_TEST(queue.try_pop().value() == i);
}

BOOST_AUTO_TEST_CASE(a_producer_and_a_consumer_pass_any_number_through_room_for_one) {
    Queue queue(1);
    auto producer = started(push_all(queue, 10'000));
    BOOST_TEST(run(loop, sum_of_all(queue)) == 50'005'000);
    BOOST_TEST(producer.is_done());
}

BOOST_AUTO_TEST_CASE(a_closed_queue_takes_nothing_and_gives_what_is_left) {
    Queue queue(1);
    auto in = started(push(queue, 1));
    auto waiting = started(push(queue, 2));
    queue.close();
    turn();
    BOOST_TEST(in.take());
    BOOST_TEST(!waiting.take());
    BOOST_TEST(!run(loop, push(queue, 3)));
    BOOST_TEST(!queue.try_push(4));
    BOOST_TEST(run(loop, pop(queue)).value() == 1);
    BOOST_TEST(!run(loop, pop(queue)).has_value());
}

BOOST_AUTO_TEST_CASE(who_waits_for_a_value_goes_on_without_one_when_the_queue_is_closed) {
    Queue queue;
    auto waiting = started(pop(queue));
    queue.close();
    turn();
    BOOST_TEST(!waiting.take().has_value());
}

BOOST_AUTO_TEST_CASE(a_value_that_was_handed_to_who_is_cancelled_is_not_lost) {
    Queue queue;
    auto cancelled = started(pop(queue));
    auto next = started(pop(queue));
    BOOST_TEST(queue.try_push(1));
    cancelled.cancel();
    turn();
    BOOST_TEST(next.take().value() == 1);
    auto alone = started(pop(queue));
    BOOST_TEST(queue.try_push(2));
    BOOST_TEST(queue.try_push(3));
    alone.cancel();
    BOOST_TEST(queue.try_pop().value() == 2);
    BOOST_TEST(queue.try_pop().value() == 3);
}

BOOST_AUTO_TEST_CASE(who_is_cancelled_while_it_waits_is_passed_over) {
    Queue queue(1);
    auto popping = started(pop(queue));
    popping.cancel();
    BOOST_TEST(queue.try_push(1));
    auto pushing = started(push(queue, 2));
    pushing.cancel();
    BOOST_TEST(queue.try_pop().value() == 1);
    BOOST_TEST(queue.is_empty());
}

namespace {
Task<int> pass_counted(tined::event::Queue<Counted>& queue, int& alive) {
    co_await queue.push(Counted(alive, 8));
    const std::optional<Counted> value = co_await queue.pop();
    co_return value->value();
}
Task<> push_counted(tined::event::Queue<Counted>& queue, int& alive) {
    co_await queue.push(Counted(alive));
}
}  // namespace

BOOST_AUTO_TEST_CASE(values_that_can_only_be_moved_pass_and_none_leaks) {
    tined::event::Queue<Counted> queue(1);
    BOOST_TEST(run(loop, pass_counted(queue, alive)) == 8);
    BOOST_TEST(alive == 0);
    run(loop, push_counted(queue, alive));
    auto waiting = started(push_counted(queue, alive));
    BOOST_TEST(alive > 1);
    waiting.cancel();
    BOOST_TEST(alive == 1);
}

BOOST_AUTO_TEST_SUITE_END()
