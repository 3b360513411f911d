#include "base/process_identity.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <csignal>

namespace tined::base {
namespace {

pid_t fork_sleeper() {
    const pid_t child = ::fork();
    BOOST_TEST_REQUIRE(child >= 0);
    if (child == 0) {
        for (;;) ::pause();
    }
    return child;
}

void end(pid_t child) {
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
}

BOOST_AUTO_TEST_CASE(a_process_is_the_same_each_time_it_is_asked_for) {
    const auto self = identify(::getpid());
    BOOST_TEST_REQUIRE(self.has_value());
    BOOST_TEST(self->pid == ::getpid());
    BOOST_TEST(self->started > 0u);
    BOOST_TEST((identify(::getpid()) == self));
}

BOOST_AUTO_TEST_CASE(what_was_waited_for_is_no_process) {
    const pid_t child = fork_sleeper();
    const auto identity = identify(child);
    end(child);
    BOOST_TEST(identity.has_value());
    BOOST_TEST(!identify(child).has_value());
    BOOST_TEST(open_process(*identity).error().code() == ESRCH);
}

BOOST_AUTO_TEST_CASE(another_process_with_the_same_pid_is_not_opened) {
    auto self = identify(::getpid()).value();
    ++self.started;
    const auto opened = open_process(self);
    BOOST_TEST_REQUIRE(!opened.has_value());
    BOOST_TEST(opened.error().code() == ESRCH);
}

BOOST_AUTO_TEST_CASE(an_opened_process_is_signalled_and_seen_to_end) {
    const pid_t child = fork_sleeper();
    const auto opened = open_process(identify(child).value());
    BOOST_TEST_REQUIRE(opened.has_value());
    pollfd end_of_child = {.fd = opened->get(), .events = POLLIN, .revents = 0};
    BOOST_TEST(::poll(&end_of_child, 1, 0) == 0);
    BOOST_TEST(send_signal(*opened, SIGKILL));
    BOOST_TEST(::poll(&end_of_child, 1, 10'000) == 1);
    ::waitpid(child, nullptr, 0);
    BOOST_TEST(!send_signal(*opened, SIGKILL));
}

}  // namespace
}  // namespace tined::base
