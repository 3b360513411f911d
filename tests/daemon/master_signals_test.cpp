#include "daemon/master_signals.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "tests/support/in_a_child.hpp"

namespace tined::daemon {
namespace {

using tests::in_a_child;

BOOST_AUTO_TEST_CASE(a_signal_makes_the_descriptor_readable_and_is_given_once) {
    const int code = in_a_child([] {
        MasterSignals signals;
        if (signals.next()) return 1;
        ::raise(SIGTERM);
        ::raise(SIGTERM);  // coalesces with the first
        pollfd wanted = {.fd = signals.fd(), .events = POLLIN, .revents = 0};
        if (::poll(&wanted, 1, 0) != 1) return 2;
        if (signals.next() != SIGTERM) return 3;
        return signals.next() ? 4 : 0;
    });
    BOOST_TEST(code == 0);
}

BOOST_AUTO_TEST_CASE(a_child_is_not_lost_where_sigchld_was_ignored) {
    const int code = in_a_child([] {
        std::signal(SIGCHLD, SIG_IGN);
        const MasterSignals signals;
        const pid_t grandchild = ::fork();
        if (grandchild == 0) ::_exit(7);
        int status = 0;
        return ::waitpid(grandchild, &status, 0) == grandchild ? 0 : 1;
    });
    BOOST_TEST(code == 0);
}

BOOST_AUTO_TEST_CASE(an_interrupt_that_was_ignored_stays_ignored) {
    const int code = in_a_child([] {
        std::signal(SIGINT, SIG_IGN);
        MasterSignals signals;
        ::raise(SIGINT);
        return signals.next() ? 1 : 0;
    });
    BOOST_TEST(code == 0);
}

BOOST_AUTO_TEST_CASE(signals_that_mean_nothing_do_not_end_it) {
    const int code = in_a_child([] {
        MasterSignals signals;
        for (const int signal : {SIGPIPE, SIGALRM}) ::raise(signal);
        return signals.next() ? 1 : 0;
    });
    BOOST_TEST(code == 0);
}

BOOST_AUTO_TEST_CASE(a_hang_up_is_seen_even_under_nohup) {
    const int code = in_a_child([] {
        std::signal(SIGHUP, SIG_IGN);
        MasterSignals signals;
        ::raise(SIGHUP);
        return signals.next() == SIGHUP ? 0 : 1;
    });
    BOOST_TEST(code == 0);
}

}  // namespace
}  // namespace tined::daemon
