#include "daemon/control/task_report.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "tests/event/coroutines.hpp"
#include "value/json.hpp"

namespace tined::daemon {
namespace {

using tests::OnLoop;

constexpr unsigned line = __LINE__ + 1;
event::Task<> wait_for(event::Event& event) { co_await event.wait(); }

std::string wrapped(const std::string& report, std::string_view other) {
    std::string inner = report.substr(1);  // its members
    return R"({"workers":[{"slot":0,"pid":7,)" + inner + std::string(other) + R"(],"left_out":2})";
}

BOOST_FIXTURE_TEST_SUITE(task_report, OnLoop)

BOOST_AUTO_TEST_CASE(a_function_is_named_without_result_and_parameters) {
    BOOST_TEST(short_function("int main()") == "main");
    BOOST_TEST(
        short_function("tined::event::Task<std::map<int, char> > a::b::c(int, const X<y>&)") ==
        "a::b::c");
    BOOST_TEST(short_function("Task<T> {anonymous}::f(T) [with T = int]") == "{anonymous}::f");
    BOOST_TEST(short_function("") == "");
    BOOST_TEST(describe(std::source_location::current())
                   .contains("::test_method at control/task_report_test.cpp:"));
}

BOOST_AUTO_TEST_CASE(what_waits_is_reported_and_printed_with_its_place) {
    event::Event event;
    auto running = tests::started(wait_for(event));
    const std::string report = report_tasks(loop);
    const auto parsed = value::parse_json(report);
    BOOST_REQUIRE(parsed.has_value());
    BOOST_TEST(parsed->member("count").as_integer() == 1);
    const auto printed =
        print_tasks(wrapped(report, R"(,{"slot":1,"pid":8,"trouble":"it hangs"})"));
    BOOST_REQUIRE(printed.has_value());
    BOOST_TEST(printed->starts_with("slot 0, worker 7: 1 coroutine waits\n"));
    BOOST_TEST(printed->find("wait_for at control/task_report_test.cpp:" + std::to_string(line)) !=
               std::string::npos);
    BOOST_TEST(printed->ends_with("\nslot 1, worker 8: it hangs\nand 2 workers more"));
}

BOOST_AUTO_TEST_CASE(a_report_is_bounded_and_says_how_many_there_are) {
    event::Event event;
    std::vector<event::Running<void>> running;
    for (int i = 0; i < 1000; ++i) running.push_back(tests::started(wait_for(event)));
    const std::string report = report_tasks(loop);
    BOOST_TEST(report.size() <= longest_task_report);
    const auto parsed = value::parse_json(report);
    BOOST_REQUIRE(parsed.has_value());
    BOOST_TEST(parsed->member("count").as_integer() == 1000);
    BOOST_TEST(parsed->member("tasks").size() >= 10);
    const auto printed = print_tasks(wrapped(report, ""));
    BOOST_REQUIRE(printed.has_value());
    BOOST_TEST(printed->find(" that wait longest") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_no_report_is_not_printed) {
    for (const char* const text : {"", "[]", "{}", R"({"workers":1})"}) {
        BOOST_TEST(!print_tasks(text));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::daemon
