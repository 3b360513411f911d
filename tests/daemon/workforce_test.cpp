#include "daemon/workforce.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>

namespace tined::daemon {
namespace {

struct Crew {
    explicit Crew(std::size_t rows = 4) : workforce(base::Scoreboard::make(rows).value()) {}

    Worker& add(pid_t pid, unsigned slot, Life life = Life::serving, std::uint64_t generation = 1) {
        return workforce.add({.pid = pid,
                              .slot = slot,
                              .generation = generation,
                              .row = workforce.free_row().value(),
                              .channel = {},
                              .since = Workforce::Clock::now(),
                              .life = life,
                              .listening = {},
                              .patience = {}});
    }

    Workforce workforce;
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
    BOOST_TEST(crew.workforce.find(99) == nullptr);
    BOOST_TEST(crew.workforce.find(100) == &crew.workforce.all().front());
    BOOST_TEST(crew.workforce.all().size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_edition_is_serving_when_each_of_its_slots_is_ready) {
    Crew crew;
    crew.add(100, 0);
    Worker& second = crew.add(101, 1, Life::starting);
    BOOST_TEST(!crew.workforce.is_serving(1, 2));
    second.life = Life::serving;
    BOOST_TEST(crew.workforce.is_serving(1, 2));
    BOOST_TEST(!crew.workforce.is_serving(2, 2));
}

BOOST_AUTO_TEST_CASE(two_workers_of_one_slot_do_not_stand_for_two_slots) {
    Crew crew;
    crew.add(100, 0);
    crew.add(101, 0);
    BOOST_TEST(!crew.workforce.is_serving(1, 2));
    BOOST_TEST(crew.workforce.serving(1, 0)->pid == 101);
}

BOOST_AUTO_TEST_CASE(one_that_is_starting_or_retiring_serves_no_slot) {
    Crew crew;
    crew.add(100, 0, Life::starting);
    crew.add(101, 0, Life::retiring);
    BOOST_TEST(crew.workforce.serving(1, 0) == nullptr);
}

BOOST_AUTO_TEST_CASE(one_that_takes_too_long_is_killed) {
    const pid_t child = ::fork();
    if (child == 0) {
        for (;;) ::pause();
    }
    Crew crew;
    crew.add(child, 0, Life::retiring);
    crew.workforce.kill_overdue(child + 1);  // it has died meanwhile: nobody is signalled
    crew.workforce.kill_overdue(child);
    int status = 0;
    BOOST_TEST(::waitpid(child, &status, 0) == child);
    BOOST_TEST(WTERMSIG(status) == SIGKILL);
}

}  // namespace
}  // namespace tined::daemon
