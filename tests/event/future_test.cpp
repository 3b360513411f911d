#include "event/future.hpp"

#include <boost/test/unit_test.hpp>
#include <future>
#include <memory>
#include <optional>
#include <thread>

#include "tests/event/coroutines.hpp"

namespace {

using tests::Counted;
using tests::Loop;
using tests::OnLoop;
using tests::run;
using tests::started;
using tests::Task;
using tined::event::Future;
using tined::event::Promise;

template <typename T>
Task<T> await(Future<T> future) {
    if constexpr (std::is_void_v<T>) {
        co_await future;
    } else {
        T value = co_await future;
        co_return value;
    }
}

bool is_broken(const std::future_error& error) {
    return error.code() == std::future_errc::broken_promise;
}

bool is_set_twice(const std::future_error& error) {
    return error.code() == std::future_errc::promise_already_satisfied;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(future, OnLoop)

BOOST_AUTO_TEST_CASE(a_value_that_is_set_before_or_after_is_given_to_who_awaits_it) {
    Promise<int> early;
    Future<int> future = early.future();
    BOOST_TEST(!future.is_set());
    early.set_value(1);
    BOOST_TEST(run(loop, await(std::move(future))) == 1);
    Promise<int> late;
    auto waiting = started(await(late.future()));
    late.set_value(2);
    BOOST_TEST(!waiting.is_done());
    turn();
    BOOST_TEST(waiting.take() == 2);
    Promise<void> nothing;
    auto woken = started(await(nothing.future()));
    nothing.set_value();
    turn();
    BOOST_TEST(woken.is_done());
}

BOOST_AUTO_TEST_CASE(an_exception_that_is_set_is_thrown) {
    Promise<int> promise;
    auto waiting = started(await(promise.future()));
    promise.set_exception(std::make_exception_ptr(std::runtime_error("failed")));
    turn();
    BOOST_CHECK_EXCEPTION(waiting.take(), std::runtime_error, tests::is_failure);
}

BOOST_AUTO_TEST_CASE(a_promise_that_goes_without_a_word_is_broken_and_one_set_twice_an_error) {
    std::optional<Promise<int>> promise(std::in_place);
    auto waiting = started(await(promise->future()));
    promise.reset();
    turn();
    BOOST_CHECK_EXCEPTION(waiting.take(), std::future_error, is_broken);
    Promise<int> twice;
    twice.set_value(1);
    BOOST_CHECK_EXCEPTION(twice.set_value(2), std::future_error, is_set_twice);
}

BOOST_AUTO_TEST_CASE(a_value_from_another_thread_wakes_the_loop) {
    Promise<std::unique_ptr<int>> promise;
    Future<std::unique_ptr<int>> future = promise.future();
    std::thread thread(
        [promise = std::move(promise)]() mutable { promise.set_value(std::make_unique<int>(7)); });
    BOOST_TEST(*run(loop, await(std::move(future))) == 7);
    thread.join();
}

BOOST_AUTO_TEST_CASE(a_thousand_values_from_other_threads_all_arrive) {
    int sum = 0;
    for (int i = 0; i < 1000; ++i) {
        Promise<int> promise;
        Future<int> future = promise.future();
        std::thread thread([promise = std::move(promise), i]() mutable { promise.set_value(i); });
        sum += run(loop, await(std::move(future)));
        thread.join();
    }
    BOOST_TEST(sum == 499'500);
}

BOOST_AUTO_TEST_CASE(when_who_awaits_it_is_cancelled_the_promise_knows_and_nothing_leaks) {
    Promise<Counted> promise;
    auto waiting = started(await(promise.future()));
    BOOST_TEST(!promise.is_abandoned());
    waiting.cancel();
    BOOST_TEST(promise.is_abandoned());
    promise.set_value(Counted(alive));
    BOOST_TEST(!loop.run_once());
}

BOOST_AUTO_TEST_CASE(who_is_cancelled_when_the_value_is_there_but_not_taken_leaves_nothing) {
    Promise<Counted> promise;
    auto waiting = started(await(promise.future()));
    promise.set_value(Counted(alive));
    waiting.cancel();
    turn();
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(future_without_its_loop)

BOOST_AUTO_TEST_CASE(a_promise_may_be_set_in_a_thread_when_the_loop_has_ended) {
    int alive = 0;
    {
        std::optional<Loop> loop(std::in_place);
        std::optional<Promise<Counted>> promise;
        {
            const Loop::Entered here(*loop);
            promise.emplace();
        }
        std::optional<Future<Counted>> future = promise->future();
        loop.reset();
        std::thread([&] { promise->set_value(Counted(alive)); }).join();
        BOOST_TEST(future->is_set());
        BOOST_TEST(alive == 1);
    }
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_SUITE_END()
