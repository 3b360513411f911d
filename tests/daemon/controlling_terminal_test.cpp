#include "daemon/controlling_terminal.hpp"

#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>

#include "base/descriptor.hpp"

namespace tined::daemon {
namespace {

/// In a child that leads the session of a new terminal: looks, waits for the terminal's end, and
/// looks again. Exit code: 0 if it saw the end, 1 if not, 2 if it saw one too early.
int look_around_a_hang_up(bool is_ignored) {
    int screen = -1;
    const pid_t child = ::forkpty(&screen, nullptr, nullptr, nullptr);
    if (child == 0) {
        sigset_t hang_up;
        sigemptyset(&hang_up);
        sigaddset(&hang_up, SIGHUP);
        ::sigprocmask(SIG_BLOCK, &hang_up, nullptr);
        if (is_ignored) std::signal(SIGHUP, SIG_IGN);
        const ControllingTerminal terminal;
        if (terminal.has_hung_up()) ::_exit(2);
        if (::write(STDOUT_FILENO, "x", 1) != 1) ::_exit(3);
        int signal = 0;
        ::sigwait(&hang_up, &signal);
        ::_exit(terminal.has_hung_up() ? 0 : 1);
    }
    base::Descriptor terminal(screen);
    char byte = 0;
    const bool is_started = ::read(terminal.get(), &byte, 1) == 1;
    terminal.reset();
    int status = 0;
    ::waitpid(child, &status, 0);
    return is_started && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

BOOST_AUTO_TEST_CASE(a_terminal_that_hung_up_is_gone) {
    BOOST_TEST(look_around_a_hang_up(false) == 0);
}

BOOST_AUTO_TEST_CASE(under_nohup_the_terminals_end_does_not_concern_it) {
    BOOST_TEST(look_around_a_hang_up(true) == 1);
}

BOOST_AUTO_TEST_CASE(without_a_terminal_there_is_none_to_hang_up) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::setsid();
        ::_exit(ControllingTerminal().has_hung_up() ? 1 : 0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
}

}  // namespace
}  // namespace tined::daemon
