#include "base/scoreboard.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <utility>

using namespace tined;

BOOST_AUTO_TEST_CASE(what_a_child_writes_into_its_row_the_parent_reads_after_its_death) {
    auto board = base::Scoreboard::make(2);
    BOOST_TEST_REQUIRE(board.has_value());
    const auto now = base::ScoreboardRow::Clock::now();
    const pid_t pid = ::fork();
    if (pid == 0) {
        auto& row = board->row(1);
        row.set_pid(::getpid());
        row.set_phase(base::Phase::serving);
        row.beat(now);
        row.connections_open.add(5);
        row.connections_open.subtract(2);
        row.count_response(204);
        row.count_response(599);
        row.log_lines_dropped.fetch_add(7, std::memory_order_relaxed);
        ::_exit(0);
    }
    int status = 0;
    BOOST_TEST_REQUIRE(::waitpid(pid, &status, 0) == pid);
    const auto& row = std::as_const(*board).row(1);
    BOOST_TEST(row.pid() == pid);
    BOOST_TEST((row.phase() == base::Phase::serving));
    BOOST_TEST((row.heartbeat() == now));
    BOOST_TEST(row.connections_open.get() == 3u);
    BOOST_TEST(row.responses[0].get() == 0u);
    BOOST_TEST(row.responses[1].get() == 1u);
    BOOST_TEST(row.responses[4].get() == 1u);
    BOOST_TEST(row.log_lines_dropped.load() == 7u);
    BOOST_TEST(board->row(0).pid() == 0);
}

BOOST_AUTO_TEST_CASE(a_row_begins_anew_for_the_next_worker) {
    auto board = base::Scoreboard::make(1);
    BOOST_TEST_REQUIRE(board.has_value());
    auto& row = board->row(0);
    row.set_pid(17);
    row.set_phase(base::Phase::draining);
    row.bytes_out.add(100);
    row.log_lines_dropped = 3;
    row.executor_queue = 2;
    row.begin(4);
    BOOST_TEST(row.generation() == 4u);
    BOOST_TEST(row.pid() == 0);
    BOOST_TEST((row.phase() == base::Phase::starting));
    BOOST_TEST(row.bytes_out.get() == 0u);
    BOOST_TEST(row.log_lines_dropped.load() == 0u);
    BOOST_TEST(row.executor_queue.load() == 0u);
    BOOST_TEST((row.heartbeat() == base::ScoreboardRow::Clock::time_point()));
}

BOOST_AUTO_TEST_CASE(rows_do_not_share_a_cache_line) {
    auto board = base::Scoreboard::make(2);
    BOOST_TEST_REQUIRE(board.has_value());
    BOOST_TEST(board->size() == 2u);
    const auto first = reinterpret_cast<std::uintptr_t>(&board->row(0));
    const auto second = reinterpret_cast<std::uintptr_t>(&board->row(1));
    BOOST_TEST(first % 64 == 0u);
    BOOST_TEST((second - first) % 64 == 0u);
}

BOOST_AUTO_TEST_CASE(a_scoreboard_moves_with_its_memory) {
    auto made = base::Scoreboard::make(1);
    BOOST_TEST_REQUIRE(made.has_value());
    made->row(0).set_pid(5);
    base::Scoreboard moved(std::move(*made));
    BOOST_TEST(made->size() == 0u);
    BOOST_TEST(moved.row(0).pid() == 5);
}

BOOST_AUTO_TEST_CASE(every_phase_has_its_name) {
    BOOST_TEST(base::name_of(base::Phase::starting) == "starting");
    BOOST_TEST(base::name_of(base::Phase::serving) == "serving");
    BOOST_TEST(base::name_of(base::Phase::draining) == "draining");
}
