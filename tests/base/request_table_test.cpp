#include "base/request_table.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>

#include "base/scoreboard.hpp"

using namespace tined;
using base::RequestEntry;
using base::RequestTable;

namespace {

constexpr std::string_view id = "0123456789abcdef";

void begin(RequestTable& table, std::string_view line = "GET /") {
    table.begin(id, line, "head", RequestEntry::Clock::now());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(request_table)

BOOST_AUTO_TEST_CASE(the_one_that_runs_is_shown_until_it_is_left) {
    RequestTable table;
    BOOST_TEST(!table.running().has_value());
    const auto now = RequestEntry::Clock::now();
    table.begin(id, "POST /up", "POST /up?secret", now);
    table.current().stage = base::Stage::steps;
    table.current().route = base::RouteLabel::of("tined.yaml:3:5 /up");
    const auto running = table.running();
    BOOST_TEST_REQUIRE(running.has_value());
    BOOST_TEST(running->id_view() == id);
    BOOST_TEST(running->line_view() == "POST /up");
    BOOST_TEST(running->route.view() == "tined.yaml:3:5 /up");
    BOOST_TEST((running->stage == base::Stage::steps));
    BOOST_TEST((running->started() == now));
    BOOST_TEST(std::string_view(running->head, running->head_size) == "POST /up?secret");
    table.leave();
    BOOST_TEST(!table.running().has_value());
}

BOOST_AUTO_TEST_CASE(the_next_one_has_nothing_of_the_last) {
    RequestTable table;
    begin(table, "GET /long/path");
    table.current().stage = base::Stage::writing;
    table.current().route = base::RouteLabel::of("route");
    begin(table, "GET /a");
    BOOST_TEST(table.running()->line_view() == "GET /a");
    BOOST_TEST(table.running()->route.view().empty());
    BOOST_TEST((table.running()->stage == base::Stage::routing));
}

BOOST_AUTO_TEST_CASE(what_is_too_long_is_cut) {
    RequestTable table;
    begin(table, "GET /" + std::string(500, 'p'));
    const std::string line(table.running()->line_view());
    BOOST_TEST(line.size() == RequestEntry::most_line);
    BOOST_TEST(line.starts_with("GET /ppp"));
    BOOST_TEST(line.ends_with("ppp"));
    const std::string long_label(500, 'r');
    BOOST_TEST(base::RouteLabel::of(long_label).view() == long_label.substr(0, 80));
}

BOOST_AUTO_TEST_CASE(one_that_waits_is_listed_until_it_is_over) {
    RequestTable table;
    begin(table, "GET /first");
    const auto first = table.list(RequestTable::none);
    const RequestEntry kept = table.current();
    table.leave();
    begin(table, "GET /second");
    const auto second = table.list(RequestTable::none);
    table.leave();
    BOOST_TEST_REQUIRE(table.listed().size() == 2U);
    BOOST_TEST(table.listed()[0].line_view() == "GET /first");
    BOOST_TEST(table.listed()[1].line_view() == "GET /second");
    BOOST_TEST(!table.running().has_value());

    table.resume(kept);
    BOOST_TEST(table.running()->line_view() == "GET /first");
    table.current().stage = base::Stage::body;
    BOOST_TEST(int{table.list(first)} == int{first});
    BOOST_TEST((table.listed()[0].stage == base::Stage::body));
    table.forget(first);
    BOOST_TEST_REQUIRE(table.listed().size() == 1U);
    BOOST_TEST(table.listed()[0].line_view() == "GET /second");
    table.forget(second);
    BOOST_TEST(table.listed().empty());
}

BOOST_AUTO_TEST_CASE(those_that_have_no_room_are_counted) {
    RequestTable table;
    begin(table);
    for (std::size_t i = 0; i < RequestTable::room; ++i) table.list(RequestTable::none);
    const auto more = table.list(RequestTable::none);
    BOOST_TEST(int{more} == int{RequestTable::unlisted});
    BOOST_TEST(int{table.list(more)} == int{more});  // waits again: the same request
    BOOST_TEST(table.count_unlisted() == 1U);
    BOOST_TEST(table.listed().size() == RequestTable::room);
    table.forget(more);
    BOOST_TEST(table.count_unlisted() == 0U);
    table.forget(7);
    BOOST_TEST(table.listed().size() == RequestTable::room - 1);
    BOOST_TEST(int{table.list(RequestTable::none)} == 7);
}

BOOST_AUTO_TEST_CASE(one_that_never_waited_has_nothing_to_be_forgotten) {
    RequestTable table;
    table.forget(RequestTable::none);
    BOOST_TEST(table.count_unlisted() == 0U);
}

BOOST_AUTO_TEST_CASE(sizes_that_a_wild_process_wrote_stay_within_bounds) {
    RequestTable table;
    begin(table);
    table.current().line_size = 255;
    table.current().route.text.fill('x');
    table.current().stage = static_cast<base::Stage>(77);
    const auto running = table.running();
    BOOST_TEST(running->line_view().size() == RequestEntry::most_line);
    BOOST_TEST(running->route.view().size() == running->route.text.size());
    BOOST_TEST(base::name_of(running->stage) == "unknown");
}

BOOST_AUTO_TEST_CASE(the_parent_reads_what_a_dead_child_was_at) {
    auto board = base::Scoreboard::make(1);
    BOOST_TEST_REQUIRE(board.has_value());
    auto& row = board->row(0);
    row.begin(1);
    const pid_t pid = ::fork();
    if (pid == 0) {
        begin(row.requests, "GET /waits");
        row.requests.list(RequestTable::none);
        row.requests.leave();
        begin(row.requests, "GET /runs");
        ::_exit(0);
    }
    int status = 0;
    BOOST_TEST_REQUIRE(::waitpid(pid, &status, 0) == pid);
    BOOST_TEST(row.requests.running()->line_view() == "GET /runs");
    BOOST_TEST_REQUIRE(row.requests.listed().size() == 1U);
    BOOST_TEST(row.requests.listed()[0].line_view() == "GET /waits");
    row.begin(2);
    BOOST_TEST(!row.requests.running().has_value());
    BOOST_TEST(row.requests.listed().empty());
}

BOOST_AUTO_TEST_CASE(every_stage_has_its_name) {
    using base::Stage;
    BOOST_TEST(name_of(Stage::routing) == "routing");
    BOOST_TEST(name_of(Stage::steps) == "steps");
    BOOST_TEST(name_of(Stage::body) == "body");
    BOOST_TEST(name_of(Stage::error_page) == "error_page");
    BOOST_TEST(name_of(Stage::writing) == "writing");
}

BOOST_AUTO_TEST_SUITE_END()
