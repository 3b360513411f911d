#include "daemon/control/status_report.hpp"

#include <boost/test/unit_test.hpp>

#include "value/json.hpp"

namespace tined::daemon {
namespace {

using namespace std::chrono_literals;

Status example() {
    Status status;
    status.version = "1.2.3";
    status.pid = 100;
    status.file = "/etc/tined/tined.yaml";
    status.phase = "serving";
    status.generation = 3;
    status.since = std::chrono::system_clock::time_point(1'000'000s);
    status.reloaded = std::chrono::system_clock::time_point(1'000'100s);
    status.restarts = 1;
    status.addresses = {"http://127.0.0.1:80/"};
    status.workers = {{.slot = 0,
                       .pid = 101,
                       .generation = 3,
                       .phase = "serving",
                       .uptime = 1500ms,
                       .connections = 10,
                       .requests = 1000,
                       .executor_queue = 12},
                      {.slot = 0,
                       .pid = 99,
                       .generation = 2,
                       .phase = "retiring",
                       .uptime = 3h,
                       .connections = 2,
                       .requests = 7,
                       .beat = 0ms},
                      {.slot = 1,
                       .pid = 102,
                       .generation = 3,
                       .phase = "stale",
                       .uptime = 5min,
                       .connections = 3,
                       .requests = 5,
                       .beat = 12'345ms}};
    return status;
}

BOOST_AUTO_TEST_CASE(the_summary_counts_workers_that_serve_and_all_connections) {
    BOOST_TEST(summary(example()) == "1 worker, 15 connections, 1 restart");
    BOOST_TEST(summary(Status()) == "0 workers, 0 connections, 0 restarts");
}

BOOST_AUTO_TEST_CASE(the_summary_warns_of_debug_mode_that_others_can_meet) {
    Status status;
    status.debugged_in_public = "http://0.0.0.0:80/";
    BOOST_TEST(summary(status).ends_with("0 restarts; DEBUG MODE on http://0.0.0.0:80/"));
}

BOOST_AUTO_TEST_CASE(the_json_has_every_member_on_one_line) {
    const std::string json = to_json(example());
    BOOST_TEST(json.find('\n') == std::string::npos);
    const auto status = value::parse_json(json).value();
    BOOST_TEST(status.member("version").as_text() == "1.2.3");
    BOOST_TEST(status.member("pid").as_integer() == 100);
    BOOST_TEST(status.member("generation").as_integer() == 3);
    BOOST_TEST(status.member("since").as_real() == 1'000'000);
    BOOST_TEST(status.member("addresses").size() == 1u);
    const auto workers = status.member("workers");
    BOOST_TEST_REQUIRE(workers.size() == 3u);
    BOOST_TEST(workers.as_list()[0].member("uptime").as_real() == 1.5);
    BOOST_TEST(workers.as_list()[0].member("executor_queue").as_integer() == 12);
    BOOST_TEST(workers.as_list()[2].member("beat").as_real() == 12.345);
    BOOST_TEST(workers.as_list()[1].member("phase").as_text() == "retiring");
}

BOOST_AUTO_TEST_CASE(for_people_it_is_printed_as_a_table) {
    const auto printed = print_status(to_json(example()));
    BOOST_TEST_REQUIRE(printed.has_value());
    BOOST_TEST(printed->starts_with("tined 1.2.3, pid 100, serving; started "));
    BOOST_TEST(printed->find("/etc/tined/tined.yaml (reading 3, in service since ") !=
               std::string::npos);
    BOOST_TEST(printed->find("\n1 restart\nhttp://127.0.0.1:80/\n") != std::string::npos);
    BOOST_TEST(printed->ends_with(
        "\n slot      pid phase            uptime connections   requests executor queue"
        "\n    0      101 serving           1.5 s          10       1000             12"
        "\n    0       99 retiring            3 h           2          7              0"
        "\n    1      102 stale 12.3 s      5 min           3          5              0"));
}

BOOST_AUTO_TEST_CASE(what_is_no_status_is_not_printed) {
    BOOST_TEST(!print_status("").has_value());
    BOOST_TEST(!print_status("[1]").has_value());
    BOOST_TEST(!print_status("{\"pid\":1}").has_value());
    BOOST_TEST(!print_status("{\"addresses\":1,\"workers\":[]}").has_value());
    BOOST_TEST(print_status("{\"addresses\":[],\"workers\":[{}]}").has_value());
}

}  // namespace
}  // namespace tined::daemon
