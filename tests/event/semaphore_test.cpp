#include "event/semaphore.hpp"

#include <boost/test/unit_test.hpp>
#include <optional>
#include <vector>

#include "tests/event/coroutines.hpp"

namespace {

using tests::Counted;
using tests::Event;
using tests::OnLoop;
using tests::run;
using tests::started;
using tests::Task;
using tined::event::Semaphore;
using namespace std::chrono_literals;

// Holds a permit until `event`.
Task<> hold(Semaphore& semaphore, Event& event, int number, std::vector<int>& order) {
    const auto permit = co_await semaphore.acquire();
    order.push_back(number);
    co_await event.wait();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(semaphore, OnLoop)

BOOST_AUTO_TEST_CASE(so_many_go_on_at_once_and_the_others_in_the_order_in_which_they_came) {
    Semaphore semaphore(2);
    Event event;
    std::vector<int> order;
    std::vector<tests::Running<void>> all;
    for (int i = 0; i < 5; ++i) all.push_back(started(hold(semaphore, event, i, order)));
    BOOST_TEST(order == (std::vector<int>{0, 1}));
    BOOST_TEST(semaphore.available() == 0u);
    event.set();
    while (!all.back().is_done()) turn();
    BOOST_TEST(order == (std::vector<int>{0, 1, 2, 3, 4}));
    BOOST_TEST(semaphore.available() == 2u);
}

BOOST_AUTO_TEST_CASE(a_permit_can_be_tried_for_released_early_and_moved) {
    Semaphore semaphore(1);
    auto permit = semaphore.try_acquire();
    BOOST_TEST_REQUIRE(permit.has_value());
    BOOST_TEST(!semaphore.try_acquire().has_value());
    Semaphore::Permit moved = std::move(*permit);
    permit.reset();
    BOOST_TEST(semaphore.available() == 0u);
    moved.release();
    moved.release();
    BOOST_TEST(semaphore.available() == 1u);
}

BOOST_AUTO_TEST_CASE(nobody_overtakes_who_was_handed_a_permit) {
    Semaphore semaphore(1);
    Event event;
    std::vector<int> order;
    auto permit = semaphore.try_acquire();
    auto waiting = started(hold(semaphore, event, 1, order));
    permit.reset();
    BOOST_TEST(!semaphore.try_acquire().has_value());
    turn();
    BOOST_TEST(order == (std::vector<int>{1}));
    waiting.cancel();
    BOOST_TEST(semaphore.available() == 1u);
}

// Two that wait for the only permit, which is taken.
struct TwoInLine : OnLoop {
    Semaphore semaphore{1};
    Event event;
    std::vector<int> order;
    std::optional<Semaphore::Permit> permit = semaphore.try_acquire();
    tests::Running<void> first = started(hold(semaphore, event, 1, order));
    tests::Running<void> second = started(hold(semaphore, event, 2, order));

    void check_that_the_second_alone_had_it() {
        turn();
        BOOST_TEST(order == (std::vector<int>{2}));
        second.cancel();
        BOOST_TEST(semaphore.available() == 1u);
    }
};

BOOST_FIXTURE_TEST_CASE(who_is_cancelled_while_waiting_is_passed_over, TwoInLine) {
    first.cancel();
    permit.reset();
    check_that_the_second_alone_had_it();
}

BOOST_FIXTURE_TEST_CASE(who_is_cancelled_with_a_permit_on_its_way_hands_it_on, TwoInLine) {
    permit.reset();
    first.cancel();
    check_that_the_second_alone_had_it();
}

namespace {
Task<> throw_while_holding(Semaphore& semaphore) {
    const auto permit = co_await semaphore.acquire();
    throw std::runtime_error("failed");
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_permit_is_given_back_when_its_holder_throws) {
    Semaphore semaphore(1);
    BOOST_CHECK_THROW(run(loop, throw_while_holding(semaphore)), std::runtime_error);
    BOOST_TEST(semaphore.available() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
