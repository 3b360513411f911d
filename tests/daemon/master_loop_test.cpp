#include "daemon/master_loop.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "base/descriptor.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(a_descriptor_that_is_readable_calls_back_until_it_is_read) {
    MasterLoop loop;
    const auto pipe = base::make_pipe(true).value();
    int called = 0;
    const auto watch = loop.watch(pipe.reader.get(), POLLIN, [&] { ++called; });
    BOOST_TEST(::write(pipe.writer.get(), "x", 1) == 1);
    loop.run_once();
    loop.run_once();
    BOOST_TEST(called == 2);
}

BOOST_AUTO_TEST_CASE(a_registration_that_is_gone_is_not_called) {
    MasterLoop loop;
    int called = 0;
    {
        const auto timer = loop.after(0s, [&] { ++called; });
    }
    bool is_over = false;
    const auto end = loop.after(1ms, [&] { is_over = true; });
    while (!is_over) loop.run_once();
    BOOST_TEST(called == 0);
}

BOOST_AUTO_TEST_CASE(one_ended_by_another_in_the_same_round_is_not_called) {
    MasterLoop loop;
    MasterLoop::Registration second;
    int called = 0;
    const auto first = loop.after(0s, [&] { second.reset(); });
    second = loop.after(0s, [&] { ++called; });
    loop.run_once();
    BOOST_TEST(called == 0);
}

BOOST_AUTO_TEST_CASE(a_timer_may_end_and_replace_itself) {
    MasterLoop loop;
    MasterLoop::Registration timer;
    int called = 0;
    const MasterLoop::Callback again = [&] {
        if (++called < 3) timer = loop.after(0s, again);
    };
    timer = loop.after(0s, again);
    while (called < 3) loop.run_once();
    BOOST_TEST(!timer);
}

BOOST_AUTO_TEST_CASE(a_timer_is_called_once_and_not_before_its_time) {
    MasterLoop loop;
    const auto start = MasterLoop::Clock::now();
    int called = 0;
    const auto once = loop.after(5ms, [&] { ++called; });
    BOOST_TEST(bool(once));
    while (called == 0) loop.run_once();
    BOOST_TEST((MasterLoop::Clock::now() - start >= 5ms));
    BOOST_TEST(!once);
    const auto other = loop.after(5ms, [] {});
    while (other) loop.run_once();
    BOOST_TEST(called == 1);
}

BOOST_AUTO_TEST_CASE(a_periodic_timer_makes_nothing_up_for) {
    MasterLoop loop;
    int called = 0;
    const auto timer = loop.every(1ms, [&] { ++called; });
    loop.run_once();
    BOOST_TEST(called <= 1);
    const auto late = MasterLoop::Clock::now() + 20ms;  // twenty times are missed
    while (MasterLoop::Clock::now() < late) std::this_thread::yield();
    called = 0;
    loop.run_once();
    BOOST_TEST(called == 1);
    while (called < 3) loop.run_once();
    BOOST_TEST(bool(timer));
}

BOOST_AUTO_TEST_CASE(a_hang_up_is_told_as_readiness) {
    MasterLoop loop;
    auto pipe = base::make_pipe(true).value();
    int called = 0;
    const auto watch = loop.watch(pipe.reader.get(), POLLIN, [&] { ++called; });
    pipe.writer.reset();
    loop.run_once();
    BOOST_TEST(called == 1);
}

BOOST_AUTO_TEST_CASE(a_child_closes_what_is_watched_but_for_what_it_shall_keep) {
    MasterLoop loop;
    const auto closed = base::make_pipe().value();
    const auto kept = base::make_pipe().value();
    const auto one = loop.watch(closed.reader.get(), POLLIN, [] {});
    const auto two = loop.watch(kept.writer.get(), POLLOUT, [] {}, MasterLoop::InChild::is_kept);
    const pid_t child = ::fork();
    if (child == 0) {
        loop.close_watched();
        const bool is_closed = ::close(closed.reader.get()) != 0;
        const bool is_kept = ::close(kept.writer.get()) == 0;
        std::_Exit(is_closed && is_kept ? 0 : 1);
    }
    int status = 0;
    BOOST_TEST(::waitpid(child, &status, 0) == child);
    BOOST_TEST(status == 0);
}

}  // namespace
}  // namespace tined::daemon
