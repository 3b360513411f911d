#include "base/process.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <boost/test/unit_test.hpp>

using namespace tined;

namespace {

// Waits until the child has ended, and leaves it to be reaped.
pid_t child_that(void (*ends)()) {
    const pid_t pid = ::fork();
    if (pid == 0) {
        ends();
        ::_exit(99);
    }
    siginfo_t info = {};
    BOOST_TEST_REQUIRE(::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT) == 0);
    return pid;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_child_that_exits_is_reaped_with_its_status) {
    const pid_t pid = child_that([] { ::_exit(3); });
    const auto exit = base::reap_any();
    BOOST_TEST_REQUIRE(exit.has_value());
    BOOST_TEST(exit->pid == pid);
    BOOST_TEST(base::describe(*exit) == "exited with 3");
}

BOOST_AUTO_TEST_CASE(a_child_that_is_killed_is_reaped_with_its_signal) {
    const pid_t pid = child_that([] {
        ::signal(SIGTERM, SIG_DFL);
        ::raise(SIGTERM);
    });
    const auto exit = base::reap_any();
    BOOST_TEST_REQUIRE(exit.has_value());
    BOOST_TEST(exit->pid == pid);
    BOOST_TEST(exit->code == SIGTERM);
    BOOST_TEST(base::describe(*exit) == "was killed by SIGTERM");
}

BOOST_AUTO_TEST_CASE(several_dead_children_are_reaped_one_by_one) {
    child_that([] { ::_exit(0); });
    child_that([] { ::_exit(0); });
    BOOST_TEST(base::reap_any().has_value());
    BOOST_TEST(base::reap_any().has_value());
    BOOST_TEST(!base::reap_any().has_value());
}

BOOST_AUTO_TEST_CASE(a_child_that_lives_is_not_waited_for) {
    const pid_t pid = ::fork();
    if (pid == 0) {
        for (;;) ::pause();
    }
    BOOST_TEST(!base::reap_any().has_value());
    ::kill(pid, SIGKILL);
    int status = 0;
    BOOST_TEST(::waitpid(pid, &status, 0) == pid);
}

BOOST_AUTO_TEST_CASE(a_core_dump_and_a_signal_without_a_name_are_told) {
    const base::Exit crash = {
        .pid = 1, .how = base::Exit::How::killed, .code = SIGSEGV, .dumped_core = true};
    BOOST_TEST(base::describe(crash) == "was killed by SIGSEGV (core dumped)");
    BOOST_TEST(base::signal_name(SIGHUP) == "SIGHUP");
    BOOST_TEST(base::signal_name(40) == "signal 40");
}

BOOST_AUTO_TEST_CASE(there_is_a_processor_and_no_more_than_are_online) {
    BOOST_TEST(base::cpu_count() >= 1u);
    BOOST_TEST(base::cpu_count() <= static_cast<unsigned>(::sysconf(_SC_NPROCESSORS_ONLN)));
}

BOOST_AUTO_TEST_CASE(the_file_limit_is_raised_to_the_hard_one) {
    rlimit before = {};
    BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    const rlimit lowered = {.rlim_cur = 64, .rlim_max = before.rlim_max};
    BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &lowered) == 0);
    BOOST_TEST(base::raise_file_limit().value() == before.rlim_max);
    rlimit after = {};
    ::getrlimit(RLIMIT_NOFILE, &after);
    BOOST_TEST(after.rlim_cur == before.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &before);
}
