#include "daemon/site/child_work.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "base/descriptor.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t enough = 1000;

void say(int pipe, std::string_view text) { static_cast<void>(base::write_whole(pipe, text)); }

BOOST_AUTO_TEST_SUITE(child_work)

BOOST_AUTO_TEST_CASE(what_a_child_writes_is_given_back_and_how_it_ended) {
    const auto work = in_child([](int pipe) { say(pipe, "hello"); }, 10s, enough);
    BOOST_REQUIRE(work.has_value());
    BOOST_TEST(work->told == "hello");
    BOOST_REQUIRE(work->exit.has_value());
    BOOST_TEST(base::describe(*work->exit) == "exited with 0");
}

BOOST_AUTO_TEST_CASE(a_child_that_crashes_is_told_as_such) {
    const auto work = in_child(
        [](int pipe) {
            say(pipe, "so far");
            std::abort();
        },
        10s, enough);
    BOOST_REQUIRE(work.has_value());
    BOOST_TEST(work->told == "so far");
    BOOST_REQUIRE(work->exit.has_value());
    BOOST_TEST(base::describe(*work->exit) == "was killed by SIGABRT");
}

BOOST_AUTO_TEST_CASE(a_child_that_takes_too_long_is_killed) {
    const auto begun = std::chrono::steady_clock::now();
    const auto work = in_child(
        [](int) {
            for (;;) ::pause();
        },
        50ms, enough);
    BOOST_TEST((std::chrono::steady_clock::now() - begun < 5s));
    BOOST_REQUIRE(work.has_value());
    BOOST_TEST(!work->exit.has_value());
}

BOOST_AUTO_TEST_CASE(a_child_that_says_too_much_is_read_to_its_end_and_cut) {
    const auto work = in_child([](int pipe) { say(pipe, std::string(200'000, 'x')); }, 10s, enough);
    BOOST_REQUIRE(work.has_value());
    BOOST_TEST(work->told == std::string(enough, 'x'));
    BOOST_TEST(work->exit.has_value());
}

BOOST_AUTO_TEST_CASE(a_child_that_inherits_descriptors_has_them) {
    const base::Descriptor open(::open("/", O_PATH | O_CLOEXEC));
    const auto work = in_child(
        [&open](int pipe) { say(pipe, ::fcntl(open.get(), F_GETFD) >= 0 ? "open" : "closed"); },
        10s, enough, Inherits::descriptors);
    BOOST_REQUIRE(work.has_value());
    BOOST_TEST(work->told == "open");
}

BOOST_AUTO_TEST_CASE(a_child_has_no_descriptor_but_the_standard_ones_and_the_pipe) {
    const base::Pipe open = base::make_pipe().value();
    const int number = open.reader.get();
    const auto work = in_child(
        [number](int pipe) {
            const bool is_closed = ::fcntl(number, F_GETFD) < 0 && errno == EBADF;
            say(pipe, number == pipe || is_closed ? "closed" : "open");
        },
        10s, enough);
    BOOST_REQUIRE(work.has_value());
    BOOST_TEST(work->told == "closed");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::daemon
