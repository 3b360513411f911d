#include "daemon/health/hang_watch.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

/// A worker that does nothing, and whose heartbeat the test sets.
struct Fixture {
    Workforce workforce{base::Scoreboard::make(2).value()};
    HangWatch watch{workforce};
    HangWatch::Clock::time_point now = HangWatch::Clock::now();
    pid_t pid = 0;

    Fixture() { watch.set_timeout(30s); }
    ~Fixture() {
        if (pid == 0) return;
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
    }

    void start(bool is_deaf = false) {
        // The child has what holds at the fork; the test framework has a handler of its own.
        const auto framework = std::signal(SIGABRT, is_deaf ? SIG_IGN : SIG_DFL);
        pid = ::fork();
        if (pid == 0) {
            for (;;) ::pause();
        }
        std::signal(SIGABRT, framework);
        workforce.row(0).begin(1);
        workforce.add(
            {.pid = pid, .row = 0, .channel = {}, .since = now, .listening = {}, .patience = {}});
    }
    void beat() { workforce.row(0).beat(now); }
    /// Looks as often as it wants to be called.
    void pass(std::chrono::milliseconds time) {
        for (const auto end = now + time; now < end;) {
            now += watch.period();
            watch.check(now);
        }
    }
    /// The signal that ended it.
    int death() {
        int status = 0;
        BOOST_REQUIRE(::waitpid(pid, &status, 0) == pid);
        workforce.take(pid);
        pid = 0;
        return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    }
    bool is_alive() const { return ::waitpid(pid, nullptr, WNOHANG) == 0; }
};

BOOST_FIXTURE_TEST_SUITE(hang_watch, Fixture)

BOOST_AUTO_TEST_CASE(a_loop_that_stands_still_is_aborted) {
    start();
    beat();
    pass(29s);
    BOOST_TEST(is_alive());
    pass(2s);
    BOOST_TEST(death() == SIGABRT);
}

BOOST_AUTO_TEST_CASE(a_loop_that_beats_is_left_alone) {
    start();
    for (int i = 0; i < 10; ++i) {
        beat();
        pass(20s);
    }
    BOOST_TEST(is_alive());
}

BOOST_AUTO_TEST_CASE(one_that_has_not_begun_to_beat_is_not_waited_for_here) {
    start();
    pass(60s);
    BOOST_TEST(is_alive());
}

BOOST_AUTO_TEST_CASE(one_that_does_not_end_is_killed) {
    start(true);
    beat();
    pass(31s);
    BOOST_TEST(is_alive());
    pass(HangWatch::patience + 1s);
    BOOST_TEST(death() == SIGKILL);
}

BOOST_AUTO_TEST_CASE(one_that_is_stopped_is_killed_at_once) {
    start();
    beat();
    ::kill(pid, SIGSTOP);
    int status = 0;
    BOOST_REQUIRE(::waitpid(pid, &status, WUNTRACED) == pid);
    pass(31s);
    BOOST_TEST(death() == SIGKILL);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::daemon
