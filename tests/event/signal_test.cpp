#include "event/signal.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <vector>

namespace {

using tined::event::Loop;
using tined::event::SignalWatch;

void note(int signal, void* seen) { static_cast<std::vector<int>*>(seen)->push_back(signal); }

bool is_blocked(int signal) {
    sigset_t mask;
    pthread_sigmask(SIG_BLOCK, nullptr, &mask);
    return sigismember(&mask, signal) == 1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signal_watch)

BOOST_AUTO_TEST_CASE(a_signal_is_told_by_the_loop) {
    Loop loop;
    std::vector<int> seen;
    SignalWatch watch(loop, {SIGUSR1, SIGUSR2}, note, &seen);
    kill(getpid(), SIGUSR2);
    BOOST_TEST(seen.empty());
    loop.run_once();
    BOOST_TEST(seen == std::vector<int>{SIGUSR2});
}

BOOST_AUTO_TEST_CASE(signals_of_the_same_kind_coalesce_and_others_do_not) {
    Loop loop;
    std::vector<int> seen;
    SignalWatch watch(loop, {SIGUSR1, SIGUSR2}, note, &seen);
    kill(getpid(), SIGUSR1);
    kill(getpid(), SIGUSR1);
    kill(getpid(), SIGUSR2);
    loop.run_once();
    BOOST_TEST(seen == (std::vector<int>{SIGUSR1, SIGUSR2}));
}

BOOST_AUTO_TEST_CASE(a_signal_that_came_while_it_was_blocked_before_is_not_lost) {
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &one, nullptr);
    kill(getpid(), SIGUSR1);
    Loop loop;
    std::vector<int> seen;
    {
        SignalWatch watch(loop, {SIGUSR1}, note, &seen);
        loop.run_once();
    }
    BOOST_TEST(seen.size() == 1u);
    BOOST_TEST(is_blocked(SIGUSR1));
    pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
}

BOOST_AUTO_TEST_CASE(the_signal_mask_is_as_it_was_afterwards) {
    BOOST_REQUIRE(!is_blocked(SIGUSR1));
    Loop loop;
    std::vector<int> seen;
    {
        SignalWatch watch(loop, {SIGUSR1}, note, &seen);
        BOOST_TEST(is_blocked(SIGUSR1));
    }
    BOOST_TEST(!is_blocked(SIGUSR1));
}

BOOST_AUTO_TEST_SUITE_END()
