#include "daemon/workforce.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>

#include "daemon/channel.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

/// A workforce with workers whose other ends the test holds.
struct Crew {
    explicit Crew(std::size_t rows = 4) : workforce(base::Scoreboard::make(rows).value()) {}

    void add(pid_t pid, unsigned slot, std::uint64_t generation = 1) {
        auto channel = make_channel();
        ends.push_back(std::move(channel->worker));
        workforce.add({.pid = pid,
                       .slot = slot,
                       .generation = generation,
                       .row = workforce.free_row().value(),
                       .channel = std::move(channel->master),
                       .since = Workforce::Clock::now(),
                       .kill_at = {}});
    }

    Workforce workforce;
    std::vector<base::Descriptor> ends;
};

BOOST_AUTO_TEST_CASE(a_row_is_given_once_and_again_when_its_worker_is_gone) {
    Crew crew(2);
    crew.add(100, 0);
    crew.add(101, 1);
    BOOST_TEST(!crew.workforce.free_row().has_value());
    BOOST_TEST(crew.workforce.room() == 0u);
    BOOST_TEST(crew.workforce.take(100)->slot == 0u);
    BOOST_TEST(crew.workforce.free_row().value() == 0u);
}

BOOST_AUTO_TEST_CASE(a_stranger_is_nobodys_worker) {
    Crew crew;
    crew.add(100, 0);
    BOOST_TEST(!crew.workforce.take(99).has_value());
    BOOST_TEST(crew.workforce.all().size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_edition_is_serving_when_each_of_its_slots_is_ready) {
    Crew crew;
    crew.add(100, 0);
    crew.add(101, 1);
    send(crew.ends[0].get(), Message::ready);
    crew.workforce.hear();
    BOOST_TEST(!crew.workforce.is_serving(1, 2));
    send(crew.ends[1].get(), Message::ready);
    crew.workforce.hear();
    BOOST_TEST(crew.workforce.is_serving(1, 2));
    BOOST_TEST(!crew.workforce.is_serving(2, 2));
}

BOOST_AUTO_TEST_CASE(one_that_was_told_to_go_does_not_become_ready) {
    Crew crew;
    crew.add(100, 0);
    send(crew.ends[0].get(), Message::ready);
    Workforce::retire(crew.workforce.all()[0], Workforce::Clock::now() + 1h);
    crew.workforce.hear();
    BOOST_TEST((crew.workforce.all()[0].life == Life::retiring));
    BOOST_TEST((receive(crew.ends[0].get()) == Message::retire));
    BOOST_TEST(crew.workforce.next_deadline().has_value());
}

BOOST_AUTO_TEST_CASE(a_channel_that_ended_is_not_listened_to_again) {
    Crew crew;
    crew.add(100, 0);
    crew.ends[0].reset();
    crew.workforce.hear();
    BOOST_TEST(!crew.workforce.all()[0].is_listened_to);
    BOOST_TEST((crew.workforce.all()[0].life == Life::starting));
}

BOOST_AUTO_TEST_CASE(one_that_takes_too_long_is_killed_once) {
    const pid_t child = ::fork();
    if (child == 0) {
        for (;;) ::pause();
    }
    Crew crew;
    crew.add(child, 0);
    const auto now = Workforce::Clock::now();
    Workforce::retire(crew.workforce.all()[0], now + 1s);
    BOOST_TEST(crew.workforce.kill_overdue(now).empty());
    BOOST_TEST(crew.workforce.kill_overdue(now + 2s).size() == 1u);
    BOOST_TEST(crew.workforce.kill_overdue(now + 3s).empty());
    int status = 0;
    BOOST_TEST(::waitpid(child, &status, 0) == child);
    BOOST_TEST(WTERMSIG(status) == SIGKILL);
}

}  // namespace
}  // namespace tined::daemon
