#include "event/task.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "tests/support/in_a_child.hpp"

namespace {

using tined::event::Running;
using tined::event::Task;

// Suspends who awaits it until open(); unregisters as every awaitable must.
class Gate {
public:
    auto operator co_await() noexcept {
        struct Awaiter {
            Gate& gate;
            ~Awaiter() { gate.waiting_ = nullptr; }
            bool await_ready() const noexcept { return false; }
            void await_suspend(std::coroutine_handle<> whom) noexcept { gate.waiting_ = whom; }
            void await_resume() const noexcept {}
        };
        return Awaiter{*this};
    }
    bool has_waiter() const noexcept { return static_cast<bool>(waiting_); }
    void open() { std::exchange(waiting_, nullptr).resume(); }

private:
    std::coroutine_handle<> waiting_;
};

struct CountsAlive {
    explicit CountsAlive(int& alive) : alive_(alive) { ++alive_; }
    CountsAlive(const CountsAlive&) = delete;
    CountsAlive& operator=(const CountsAlive&) = delete;
    ~CountsAlive() { --alive_; }
    int& alive_;
};

Task<int> answer(int value) { co_return value; }

Task<> note(bool& ran) {
    ran = true;
    co_return;
}

Task<int> after(Gate& gate, int value) {
    co_await gate;
    co_return value;
}

Task<int> fail(std::string why) {
    throw std::runtime_error(why);
    co_return 0;
}

Task<int> fail_after(Gate& gate) {
    co_await gate;
    throw std::runtime_error("late");
}

void count_calls(void* calls) { ++*static_cast<int*>(calls); }

template <typename T>
T result_of(Task<T> task) {
    int calls = 0;
    Running<T> running(std::move(task), count_calls, &calls);
    BOOST_REQUIRE(running.is_done());
    BOOST_TEST(calls == 0);
    return running.take();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(task)

BOOST_AUTO_TEST_CASE(a_task_does_not_start_until_awaited) {
    bool ran = false;
    Task<> task = note(ran);
    BOOST_TEST(!ran);
    Running<void> running(std::move(task), nullptr, nullptr);
    BOOST_TEST(ran);
}

namespace {
// What a child wrote to standard error, and how it ended.
template <typename What>
std::pair<int, std::string> told_by_a_child(What what) {
    int ends[2];
    BOOST_REQUIRE(pipe(ends) == 0);
    const int code = tined::tests::in_a_child([&] {
        dup2(ends[1], STDERR_FILENO);
        return what();
    });
    close(ends[1]);
    std::string told(4096, '\0');
    const ssize_t got = read(ends[0], told.data(), told.size());
    close(ends[0]);
    told.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return {code, told};
}

int drop_a_task() {
    bool ran = false;
    {
        const Task<> task = note(ran);
    }
    return ran ? 1 : 0;
}
}  // namespace

BOOST_AUTO_TEST_CASE(
    a_task_that_is_dropped_unawaited_is_an_error_that_names_it_where_that_is_checked) {
    const auto [code, told] = told_by_a_child(drop_a_task);
    if (tined::event::checks_dropped_tasks) {
        BOOST_TEST(code == -SIGABRT);
        BOOST_TEST(told.find("note(bool&)") != std::string::npos, told);
        BOOST_TEST(told.find("task_test.cpp:") != std::string::npos, told);
    } else {
        BOOST_TEST(code == 0);
        BOOST_TEST(told == "");
    }
}

BOOST_AUTO_TEST_CASE(a_task_that_is_dropped_on_purpose_frees_its_frame_and_never_runs) {
    bool ran = false;
    note(ran).drop();
    BOOST_TEST(!ran);
}

BOOST_AUTO_TEST_CASE(a_task_that_is_not_awaited_because_of_an_exception_is_no_error) {
    bool ran = false;
    const auto throws = [&] {
        const Task<> task = note(ran);
        throw std::runtime_error("first");
    };
    BOOST_CHECK_THROW(throws(), std::runtime_error);
    BOOST_TEST(!ran);
}

namespace {
Task<> hold_one(Gate& gate, bool& ran) {
    Task<> held = note(ran);
    co_await gate;
    co_await std::move(held);
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_task_that_a_cancelled_coroutine_holds_is_no_error) {
    Gate gate;
    bool ran = false;
    Running<void> running(hold_one(gate, ran), nullptr, nullptr);
    running.cancel();
    BOOST_TEST(!ran);
}

namespace {
Task<int> sum(int first, int second) {
    const int left = co_await answer(first);
    const int right = co_await answer(second);
    co_return left + right;
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_task_gives_its_value_to_who_awaits_it) {
    BOOST_TEST(result_of(sum(40, 2)) == 42);
}

namespace {
Task<std::unique_ptr<int>> make_owned() { co_return std::make_unique<int>(7); }
Task<std::unique_ptr<int>> pass_owned() {
    std::unique_ptr<int> owned = co_await make_owned();
    co_return owned;
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_value_that_can_only_be_moved_travels) {
    BOOST_TEST(*result_of(pass_owned()) == 7);
}

namespace {
Task<std::string> told_of_failure() {
    try {
        co_await fail("broken");
    } catch (const std::runtime_error& error) {
        co_return error.what();
    }
    co_return "nothing was thrown";
}
}  // namespace

BOOST_AUTO_TEST_CASE(an_exception_is_thrown_where_the_task_is_awaited) {
    BOOST_TEST(result_of(told_of_failure()) == "broken");
}

BOOST_AUTO_TEST_CASE(an_exception_that_nobody_catches_is_thrown_by_take) {
    Running<int> running(fail("broken"), nullptr, nullptr);
    BOOST_TEST(running.is_done());
    BOOST_CHECK_THROW(running.take(), std::runtime_error);
    BOOST_TEST(!running.has_task());
}

namespace {
Task<int> await_many(int times) {
    int sum = 0;
    for (int i = 0; i < times; ++i) sum += co_await answer(1);
    co_return sum;
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_million_awaits_of_finished_tasks_need_the_stack_of_one) {
    BOOST_TEST(result_of(await_many(1'000'000)) == 1'000'000);
}

namespace {
Task<int> await_gate_often(Gate& gate, int times) {
    int sum = 0;
    for (int i = 0; i < times; ++i) sum += co_await after(gate, 1);
    co_return sum;
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_hundred_thousand_awaits_that_suspend_need_the_stack_of_one) {
    Gate gate;
    int calls = 0;
    Running<int> running(await_gate_often(gate, 100'000), count_calls, &calls);
    while (!running.is_done()) gate.open();
    BOOST_TEST(running.take() == 100'000);
    BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE(on_done_is_called_once_and_only_if_the_task_suspended) {
    Gate gate;
    int calls = 0;
    Running<int> at_once(answer(1), count_calls, &calls);
    BOOST_TEST(at_once.is_done());
    BOOST_TEST(calls == 0);
    Running<int> later(after(gate, 2), count_calls, &calls);
    BOOST_TEST(!later.is_done());
    gate.open();
    BOOST_TEST(later.is_done());
    BOOST_TEST(calls == 1);
    BOOST_TEST(later.take() == 2);
}

BOOST_AUTO_TEST_CASE(an_exception_after_a_suspension_still_ends_the_task) {
    Gate gate;
    int calls = 0;
    Running<int> running(fail_after(gate), count_calls, &calls);
    gate.open();
    BOOST_TEST(calls == 1);
    BOOST_CHECK_THROW(running.take(), std::runtime_error);
}

namespace {
Task<int> innermost(Gate& gate, int& alive) {
    const CountsAlive here(alive);
    co_await gate;
    co_return 1;
}
Task<int> middle(Gate& gate, int& alive) {
    const CountsAlive here(alive);
    const int value = co_await innermost(gate, alive);
    co_return value;
}
Task<int> outermost(Gate& gate, int& alive) {
    const CountsAlive here(alive);
    const int value = co_await middle(gate, alive);
    co_return value;
}
}  // namespace

BOOST_AUTO_TEST_CASE(destroying_a_running_task_runs_the_destructors_of_the_whole_chain) {
    Gate gate;
    int alive = 0;
    int calls = 0;
    {
        Running<int> running(outermost(gate, alive), count_calls, &calls);
        BOOST_TEST(alive == 3);
        BOOST_TEST(gate.has_waiter());
    }
    BOOST_TEST(alive == 0);
    BOOST_TEST(calls == 0);
    BOOST_TEST(!gate.has_waiter());
}

BOOST_AUTO_TEST_CASE(a_running_task_may_be_moved_while_it_waits) {
    Gate gate;
    int calls = 0;
    Running<int> first(after(gate, 5), count_calls, &calls);
    Running<int> second = std::move(first);
    BOOST_TEST(!first.has_task());
    gate.open();
    BOOST_TEST(second.take() == 5);
    BOOST_TEST(calls == 1);
}

namespace {
struct RestartsItself {
    Gate gate;
    Running<int> running;
    std::optional<int> first;

    static void on_done(void* self) { static_cast<RestartsItself*>(self)->restart(); }
    void restart() {
        if (first) return;
        first = running.take();
        running = Running<int>(after(gate, 2), on_done, this);
    }
};
}  // namespace

BOOST_AUTO_TEST_CASE(on_done_may_take_the_result_and_start_the_next_task_in_its_place) {
    RestartsItself owner;
    owner.running = Running<int>(after(owner.gate, 1), RestartsItself::on_done, &owner);
    owner.gate.open();
    BOOST_TEST(owner.first.value() == 1);
    BOOST_TEST(!owner.running.is_done());
    owner.gate.open();
    BOOST_TEST(owner.running.take() == 2);
}

BOOST_AUTO_TEST_CASE(on_done_may_destroy_the_running_task) {
    Gate gate;
    auto owner = std::make_unique<Running<int>>();
    *owner = Running<int>(
        after(gate, 1),
        [](void* where) { static_cast<std::unique_ptr<Running<int>>*>(where)->reset(); }, &owner);
    gate.open();
    BOOST_TEST(owner == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
