#include "event/executor.hpp"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <condition_variable>
#include <csignal>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "event/gather.hpp"
#include "tests/event/coroutines.hpp"

namespace {

using tests::OnLoop;
using tests::run;
using tests::started;
using tests::Task;
using tined::event::Executor;
using tined::event::in_executor;

struct Fixture : OnLoop {
    std::atomic<std::uint64_t> length = 0;
    Executor executor{loop, 2, &length};
};

// What holds up the threads that run it. Shared: they may leave it when the test is over.
class Roadblock {
public:
    void operator()() const {
        std::unique_lock lock(state_->mutex);
        ++state_->waiting;
        state_->changed.notify_all();
        state_->changed.wait(lock, [this] { return state_->is_open; });
    }
    void wait_until_it_holds_up(int threads) const {
        std::unique_lock lock(state_->mutex);
        state_->changed.wait(lock, [&] { return state_->waiting == threads; });
    }
    void open() const {
        const std::lock_guard lock(state_->mutex);
        state_->is_open = true;
        state_->changed.notify_all();
    }

private:
    struct State {
        std::mutex mutex;
        std::condition_variable changed;
        int waiting = 0;
        bool is_open = false;
    };
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace

BOOST_AUTO_TEST_SUITE(executor_)

BOOST_FIXTURE_TEST_CASE(a_function_runs_in_another_thread_and_its_result_comes_back, Fixture) {
    BOOST_TEST(executor.threads() == 0u);
    const auto here = std::this_thread::get_id();
    const auto there = run(loop, in_executor([] { return std::this_thread::get_id(); }));
    BOOST_TEST((here != there));
    BOOST_TEST(executor.threads() == 1u);
    const auto owned =
        run(loop,
            in_executor([value = std::make_unique<int>(3)]() mutable { return std::move(value); }));
    BOOST_TEST(*owned == 3);
    bool ran = false;
    run(loop, in_executor([&ran] { ran = true; }));
    BOOST_TEST(ran);
}

BOOST_FIXTURE_TEST_CASE(what_the_function_throws_is_thrown_where_it_is_awaited, Fixture) {
    auto fails = in_executor([]() -> int { throw std::runtime_error("failed"); });
    BOOST_CHECK_EXCEPTION(run(loop, std::move(fails)), std::runtime_error, tests::is_failure);
}

BOOST_FIXTURE_TEST_CASE(there_are_no_more_threads_than_allowed_and_the_rest_queues, Fixture) {
    const Roadblock blocks;
    std::vector<Task<>> tasks;
    for (int i = 0; i < 2; ++i) tasks.push_back(in_executor(blocks));
    for (int i = 0; i < 3; ++i) tasks.push_back(in_executor([] {}));
    auto all = started(tined::event::gather(std::move(tasks)));
    blocks.wait_until_it_holds_up(2);
    BOOST_TEST(executor.threads() == 2u);
    BOOST_TEST(executor.queued() == 3u);
    BOOST_TEST(length.load() == 3u);
    blocks.open();
    while (!all.is_done()) turn();
    BOOST_TEST(executor.queued() == 0u);
    BOOST_TEST(length.load() == 0u);
    BOOST_TEST(executor.threads() == 2u);
}

BOOST_FIXTURE_TEST_CASE(cancelled_before_it_begins_a_function_never_runs, Fixture) {
    bool ran = false;
    const Roadblock blocks;
    auto first = started(in_executor(blocks));
    auto second = started(in_executor(blocks));
    auto third = started(in_executor([&ran] { ran = true; }));
    blocks.wait_until_it_holds_up(2);
    third.cancel();
    first.cancel();
    blocks.open();
    while (!second.is_done()) turn();
    BOOST_TEST(!ran);
}

BOOST_AUTO_TEST_CASE(its_end_waits_for_what_runs_and_drops_what_does_not) {
    OnLoop on;
    std::atomic<bool> ended = false;
    const auto witness = std::make_shared<int>(1);
    const Roadblock blocks;
    {
        Executor executor(on.loop, 1);
        executor.submit([&] {
            blocks();
            ended = true;
        });
        executor.submit([witness] {});
        blocks.wait_until_it_holds_up(1);
        BOOST_TEST(executor.queued() == 1u);
        blocks.open();
    }
    BOOST_TEST(ended.load());
    BOOST_TEST(witness.use_count() == 1);
    BOOST_TEST(on.loop.executor() == nullptr);
}

BOOST_AUTO_TEST_CASE(who_waits_for_a_dropped_function_learns_of_it) {
    OnLoop on;
    const Roadblock blocks;
    auto executor = std::make_unique<Executor>(on.loop, 1);
    auto first = started(in_executor(blocks));
    auto dropped = started(in_executor([] {}));
    blocks.wait_until_it_holds_up(1);
    blocks.open();
    executor.reset();
    while (!dropped.is_done()) on.turn();
    // It may have had the time to run.
    try {
        dropped.take();
    } catch (const std::future_error& error) {
        BOOST_TEST((error.code() == std::future_errc::broken_promise));
    }
}

BOOST_FIXTURE_TEST_CASE(its_threads_leave_signals_to_the_loop_but_not_their_own_faults, Fixture) {
    const sigset_t mask = run(loop, in_executor([] {
                                  sigset_t now;
                                  pthread_sigmask(SIG_SETMASK, nullptr, &now);
                                  return now;
                              }));
    BOOST_TEST(sigismember(&mask, SIGTERM) == 1);
    BOOST_TEST(sigismember(&mask, SIGCHLD) == 1);
    BOOST_TEST(sigismember(&mask, SIGSEGV) == 0);
    BOOST_TEST(sigismember(&mask, SIGSYS) == 0);
    sigset_t own;
    pthread_sigmask(SIG_SETMASK, nullptr, &own);
    BOOST_TEST(sigismember(&own, SIGTERM) == 0);
}

BOOST_AUTO_TEST_CASE(without_an_executor_it_is_an_error) {
    OnLoop on;
    BOOST_CHECK_THROW(run(on.loop, in_executor([] {})), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()
