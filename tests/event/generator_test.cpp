#include "event/generator.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/event/coroutines.hpp"

namespace {

using tests::Counted;
using tests::Event;
using tests::OnLoop;
using tests::run;
using tests::started;
using tests::Task;
using tined::event::AsyncGenerator;
using namespace std::chrono_literals;

AsyncGenerator<int> count_to(int last, bool waits) {
    for (int i = 1; i <= last; ++i) {
        if (waits && i % 2 == 0) co_await tests::sleep_for(0ms);
        co_yield i;
    }
}

AsyncGenerator<int> two_then_fail(int& alive) {
    const Counted here(alive);
    co_yield 1;
    co_yield 2;
    throw std::runtime_error("failed");
}

AsyncGenerator<int> one_when_set(Event& event, int& alive) {
    const Counted here(alive);
    co_await event.wait();
    co_yield 1;
}

Task<int> sum_of(AsyncGenerator<int> values) {
    int sum = 0;
    while (true) {
        const std::optional<int> value = co_await values.next();
        if (!value) break;
        sum += *value;
    }
    co_return sum;
}

Task<std::optional<int>> next_of(AsyncGenerator<int>& values) {
    const std::optional<int> value = co_await values.next();
    co_return value;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(generator, OnLoop)

BOOST_AUTO_TEST_CASE(one_that_was_moved_from_has_no_body) {
    AsyncGenerator<int> first = count_to(1, false);
    BOOST_TEST(first.has_body());
    AsyncGenerator<int> second = std::move(first);
    BOOST_TEST(!first.has_body());
    BOOST_TEST(run(loop, sum_of(std::move(second))) == 1);
}

BOOST_AUTO_TEST_CASE(it_gives_its_values_in_order_whether_it_waits_between_them_or_not) {
    BOOST_TEST(run(loop, sum_of(count_to(10, false))) == 55);
    BOOST_TEST(run(loop, sum_of(count_to(10, true))) == 55);
    BOOST_TEST(run(loop, sum_of(count_to(0, true))) == 0);
}

BOOST_AUTO_TEST_CASE(it_does_not_run_until_asked_and_only_to_the_next_value) {
    auto values = two_then_fail(alive);
    BOOST_TEST(alive == 0);
    BOOST_TEST(run(loop, next_of(values)).value() == 1);
    BOOST_TEST(alive == 1);
    BOOST_TEST(run(loop, next_of(values)).value() == 2);
}

BOOST_AUTO_TEST_CASE(what_it_throws_is_thrown_by_next_and_ends_it) {
    auto values = two_then_fail(alive);
    run(loop, next_of(values));
    run(loop, next_of(values));
    BOOST_CHECK_EXCEPTION(run(loop, next_of(values)), std::runtime_error, tests::is_failure);
    BOOST_TEST(alive == 0);
    BOOST_TEST(!run(loop, next_of(values)).has_value());
}

BOOST_AUTO_TEST_CASE(who_asks_is_resumed_when_it_has_waited) {
    Event event;
    auto values = one_when_set(event, alive);
    auto asking = started(next_of(values));
    BOOST_TEST(!asking.is_done());
    event.set();
    turn();
    BOOST_TEST(asking.take().value() == 1);
}

BOOST_AUTO_TEST_CASE(what_one_asked_for_who_was_cancelled_is_given_to_the_next) {
    Event event;
    auto values = one_when_set(event, alive);
    started(next_of(values)).cancel();
    auto asking = started(next_of(values));
    event.set();
    turn();
    BOOST_TEST(asking.take().value() == 1);
    event.clear();
    auto others = one_when_set(event, alive);
    started(next_of(others)).cancel();
    event.set();
    turn();
    BOOST_TEST(run(loop, next_of(others)).value() == 1);
}

BOOST_AUTO_TEST_CASE(destroyed_between_values_or_while_it_waits_its_destructors_run) {
    {
        auto values = two_then_fail(alive);
        run(loop, next_of(values));
        BOOST_TEST(alive == 1);
    }
    BOOST_TEST(alive == 0);
    Event never;
    auto values = std::make_unique<AsyncGenerator<int>>(one_when_set(never, alive));
    auto asking = started(next_of(*values));
    BOOST_TEST(alive == 1);
    asking.cancel();
    values.reset();
    BOOST_TEST(alive == 0);
}

namespace {
AsyncGenerator<std::unique_ptr<std::string>> lines() {
    co_yield std::make_unique<std::string>("first");
    co_yield std::make_unique<std::string>("second");
}
Task<std::string> text_of(AsyncGenerator<std::unique_ptr<std::string>> from) {
    std::string text;
    while (true) {
        const auto line = co_await from.next();
        if (!line) break;
        text += **line + '\n';
    }
    co_return text;
}
}  // namespace

BOOST_AUTO_TEST_CASE(values_may_be_such_as_can_only_be_moved) {
    BOOST_TEST(run(loop, text_of(lines())) == "first\nsecond\n");
}

BOOST_AUTO_TEST_CASE(any_number_of_values_needs_the_stack_of_one) {
    BOOST_TEST(run(loop, sum_of(count_to(60'000, false))) == 1'800'030'000);
    BOOST_TEST(run(loop, sum_of(count_to(60'000, true))) == 1'800'030'000);
}

BOOST_AUTO_TEST_SUITE_END()
