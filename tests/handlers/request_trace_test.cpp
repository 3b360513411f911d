#include "handlers/request_trace.hpp"

#include <boost/test/unit_test.hpp>

#include "handlers/debug_page.hpp"

using namespace tined::handlers;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(request_trace)

BOOST_AUTO_TEST_CASE(a_phase_lasts_until_the_next_and_the_header_adds_up_those_of_one_name) {
    const DebugPage page;
    RequestTrace trace(page);
    const RequestTrace::Clock::time_point start{};
    trace.enter("routing", start);
    trace.enter("steps", start + 10us);
    trace.enter("body", start + 1ms);
    trace.enter("steps", start + 3ms);
    trace.finish(start + 4ms);
    BOOST_TEST(trace.phases().size() == 4U);
    BOOST_TEST((trace.phases()[2].end == start + 3ms));
    BOOST_TEST(trace.server_timing() ==
               "routing;dur=0.010, steps;dur=1.990, body;dur=2.000, total;dur=4.000");
}

BOOST_AUTO_TEST_CASE(what_is_answered_before_any_phase_took_no_time) {
    const DebugPage page;
    BOOST_TEST(RequestTrace(page).server_timing() == "total;dur=0.000");
}

BOOST_AUTO_TEST_SUITE_END()
