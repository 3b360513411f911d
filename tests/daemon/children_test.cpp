#include "daemon/children.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <vector>

namespace tined::daemon {
namespace {

pid_t start(int code) {
    const pid_t child = ::fork();
    if (child == 0) std::_Exit(code);
    return child;
}

/// Waits until it has ended, and leaves it to be reaped.
void await_end(pid_t child) {
    siginfo_t info = {};
    BOOST_TEST_REQUIRE(::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT) == 0);
}

BOOST_AUTO_TEST_CASE(each_child_that_ended_is_told_to_who_expects_it) {
    Children children;
    std::vector<int> codes;
    for (const int code : {3, 4}) {
        const pid_t child = start(code);
        children.expect(child, [&](const base::Exit& exit) { codes.push_back(exit.code); });
        await_end(child);
    }
    children.reap();  // signals coalesce
    std::ranges::sort(codes);
    BOOST_TEST((codes == std::vector{3, 4}));
    children.reap();
    BOOST_TEST(codes.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_stranger_is_waited_for_and_passed_over) {
    Children children;
    int told = 0;
    const pid_t stranger = start(9);
    const pid_t forgotten = start(8);
    children.expect(forgotten, [&](const base::Exit&) { ++told; });
    children.forget(forgotten);
    await_end(stranger);
    await_end(forgotten);
    children.reap();
    BOOST_TEST(told == 0);
    BOOST_TEST(::waitpid(-1, nullptr, WNOHANG) == -1);  // no zombie is left
}

BOOST_AUTO_TEST_CASE(a_callback_may_expect_the_next_child) {
    Children children;
    int ended = 0;
    pid_t second = 0;
    const pid_t first = start(0);
    children.expect(first, [&](const base::Exit&) {
        ++ended;
        second = start(0);
        children.expect(second, [&](const base::Exit&) { ++ended; });
    });
    await_end(first);
    children.reap();
    await_end(second);
    children.reap();
    BOOST_TEST(ended == 2);
}

}  // namespace
}  // namespace tined::daemon
