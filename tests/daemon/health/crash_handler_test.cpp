#include "daemon/health/crash_handler.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <cstdlib>

#include "daemon/health/obituary.hpp"
#include "daemon/health/quarantine_list.hpp"

namespace tined::daemon {
namespace {

constexpr value::HashKey key = {1, 2};
constexpr std::string_view head = "GET /a?b HTTP/1.1\r\n\r\n";

struct Fixture {
    base::Scoreboard board = base::Scoreboard::make(1).value();
    base::ScoreboardRow& row = board.row(0);
    base::Exit exit;

    Fixture() {
        prepare_crash_handler();
        row.begin(1);
    }

    /// In a child with the handler: returns when it is dead.
    template <typename Deed>
    void die_by(Deed deed) {
        const pid_t pid = ::fork();
        if (pid == 0) {
            install_crash_handler(row, key);
            deed();
            ::_exit(0);
        }
        int status = 0;
        BOOST_REQUIRE(::waitpid(pid, &status, 0) == pid);
        BOOST_REQUIRE(WIFSIGNALED(status));
        exit = {pid, base::Exit::How::killed, WTERMSIG(status), false};
    }
    void run_request() {
        row.requests.begin("0123456789abcdef", "GET /a\n", head, RowClock::now());
        row.requests.current().route = base::RouteLabel::of("tined.yaml:1:1 /a");
    }
};

BOOST_FIXTURE_TEST_SUITE(crash_handler, Fixture)

BOOST_AUTO_TEST_CASE(it_leaves_a_record_and_dies_of_the_signal) {
    die_by([] { *reinterpret_cast<volatile int*>(16) = 1; });
    BOOST_TEST(exit.code == SIGSEGV);
    BOOST_TEST(row.crash.signal == SIGSEGV);
    BOOST_TEST(row.crash.address == 16U);
    BOOST_TEST(row.crash.is_in_loop == 1);
    BOOST_TEST(row.crash.frame_count > 1U);
    const std::string words = last_words(row, RowClock::now());
    BOOST_TEST(words.starts_with("; at address 0x10; stack: "));
    BOOST_TEST(words.find(" < ") != std::string::npos);
    BOOST_TEST(!culprit(row, exit).has_value());  // it ran no request
}

BOOST_AUTO_TEST_CASE(the_request_that_it_ran_is_to_blame) {
    die_by([this] {
        run_request();
        std::abort();
    });
    BOOST_TEST(exit.code == SIGABRT);
    BOOST_TEST_REQUIRE(culprit(row, exit).has_value());
    BOOST_TEST(*culprit(row, exit) == fingerprint_of(key, head));
    const std::string words = last_words(row, RowClock::now());
    BOOST_TEST(
        words.starts_with("; it ran GET /a\\n (request 0123456789abcdef, route "
                          "tined.yaml:1:1 /a, routing, since 0."));
    BOOST_TEST(words.find("; stack: ") != std::string::npos);
    BOOST_TEST(words.find("?b") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_signal_that_was_sent_is_recorded_too) {
    die_by([] { ::kill(::getpid(), SIGBUS); });
    BOOST_TEST(exit.code == SIGBUS);
    BOOST_TEST(row.crash.signal == SIGBUS);
    BOOST_TEST(row.crash.address == 0U);
}

BOOST_AUTO_TEST_CASE(a_call_of_nothing_names_its_caller) {
    die_by([] {
        void (*volatile nothing)() = nullptr;
        nothing();
    });
    BOOST_TEST(exit.code == SIGSEGV);
    BOOST_TEST(row.crash.frame_count == 2U);
    BOOST_TEST(row.crash.frames[0] == 0U);
    BOOST_TEST(row.crash.frames[1] != 0U);
}

BOOST_AUTO_TEST_CASE(a_head_that_cannot_be_read_ends_it_all_the_same) {
    die_by([this] {
        run_request();
        row.requests.current().head = reinterpret_cast<const char*>(16);
        std::abort();
    });
    // What the sanitizers make of a second fault is theirs.
    BOOST_TEST((exit.code == SIGABRT || exit.code == SIGSEGV));
    BOOST_TEST(row.crash.signal == SIGABRT);
    BOOST_TEST(row.crash.has_fingerprint == 0);
    BOOST_TEST(!culprit(row, exit).has_value());
}

BOOST_AUTO_TEST_CASE(a_kill_is_nobodys_fault) {
    die_by([this] {
        run_request();
        ::kill(::getpid(), SIGKILL);
    });
    BOOST_TEST(exit.code == SIGKILL);
    BOOST_TEST(!culprit(row, exit).has_value());
    BOOST_TEST(last_words(row, RowClock::now()).starts_with("; it ran GET /a"));
}

BOOST_AUTO_TEST_CASE(the_requests_that_waited_are_listed_but_not_the_one_that_ran) {
    auto& requests = row.requests;
    for (int i = 0; i < 10; ++i) {
        requests.begin("waits-0000000000", "POST /up", head, RowClock::now());
        requests.list(base::RequestTable::none);
    }
    requests.leave();
    const std::string words = last_words(row, RowClock::now());
    BOOST_TEST(words.starts_with("; 10 requests waited: POST /up (request waits-"));
    BOOST_TEST(words.ends_with(", ..."));
    run_request();
    requests.list(base::RequestTable::none);
    BOOST_TEST(last_words(row, RowClock::now()).find("; 10 requests waited") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(one_that_did_nothing_has_no_last_words) {
    BOOST_TEST(last_words(row, RowClock::now()).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::daemon
