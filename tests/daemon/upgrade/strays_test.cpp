#include "daemon/upgrade/strays.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

/// A child that stands for a worker: it ends by itself when its roll says so, if it is willing.
class Worker {
public:
    Worker(WorkerRoll& roll, std::size_t row, bool is_willing) {
        pid_ = ::fork();
        BOOST_TEST_REQUIRE(pid_ >= 0);
        while (pid_ == 0) {
            if (is_willing && roll.has_successor()) ::_exit(0);
            ::usleep(1000);  // as a worker has its heartbeat; nobody waits for just so long
        }
        roll.enter(row, base::identify(pid_).value());
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    ~Worker() {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }

    pid_t pid_ = 0;
};

struct Fixture {
    WorkerRoll of_next_master() const {
        return WorkerRoll::open(base::Descriptor(::fcntl(roll.memory().get(), F_DUPFD_CLOEXEC, 0)))
            .value();
    }
    bool run_until(const bool& condition) {
        const auto end = std::chrono::steady_clock::now() + 10s;
        while (!condition && std::chrono::steady_clock::now() < end) {
            const auto due = loop.after(10ms, [] {});
            loop.run_once();
        }
        return condition;
    }

    WorkerRoll roll = WorkerRoll::make(8).value();
    MasterLoop loop;
    Strays strays{loop};
};

BOOST_AUTO_TEST_CASE(those_left_behind_go_when_the_next_master_is_ready) {
    Fixture fixture;
    const Worker first(fixture.roll, 0, true);
    const Worker second(fixture.roll, 1, true);
    BOOST_TEST(fixture.strays.take("roll-1", fixture.of_next_master()) == 2u);
    BOOST_TEST(fixture.strays.count() == 2u);
    BOOST_TEST_REQUIRE(fixture.strays.rolls().size() == 1u);
    BOOST_TEST(fixture.strays.rolls().front().name == "roll-1");
    bool are_gone = false;
    fixture.strays.replace(10s, [&] { are_gone = true; });
    BOOST_TEST(fixture.run_until(are_gone));
    BOOST_TEST(fixture.strays.count() == 0u);
    BOOST_TEST(fixture.strays.rolls().empty());
}

BOOST_AUTO_TEST_CASE(one_that_does_not_go_is_killed) {
    Fixture fixture;
    const Worker worker(fixture.roll, 0, false);
    fixture.strays.take("roll-1", fixture.of_next_master());
    bool are_gone = false;
    fixture.strays.replace(20ms, [&] { are_gone = true; });
    BOOST_TEST(fixture.run_until(are_gone));
}

BOOST_AUTO_TEST_CASE(a_pid_that_another_has_now_is_nobody) {
    Fixture fixture;
    auto another = base::identify(::getpid()).value();
    another.started -= 1;  // as if this process had been given a dead worker's pid
    fixture.roll.enter(0, another);
    BOOST_TEST(fixture.strays.take("roll-1", fixture.of_next_master()) == 0u);
    bool are_gone = false;
    fixture.strays.replace(0ms, [&] { are_gone = true; });
    BOOST_TEST(are_gone);
}

BOOST_AUTO_TEST_CASE(without_a_roll_there_is_nothing_to_do) {
    Fixture fixture;
    fixture.strays.replace(0ms, [] { BOOST_ERROR("nobody was there to go"); });
    BOOST_TEST(fixture.strays.count() == 0u);
}

}  // namespace
}  // namespace tined::daemon
