#include "http/request_report.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>

#include "tests/http/serving_fixture.hpp"

using namespace std::chrono_literals;
using tined::http::RequestReport;

namespace {

struct ReportFixture {
    tined::tests::Witnesses seen;
    tined::http::RequestHead head;
    tined::http::RequestParts parts;
    ReportFixture() {
        head.target = "/a";
        parts.head = &head;
        parts.id.fill('7');
        parts.client.address = "198.51.100.7";
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(request_report, ReportFixture)

BOOST_AUTO_TEST_CASE(a_request_is_told_when_it_starts_and_once_when_it_is_over) {
    {
        RequestReport report(seen, "192.0.2.1", parts, RequestReport::Clock::now());
        BOOST_REQUIRE(seen.started.size() == 1U);
        BOOST_TEST(seen.started[0] == "7777777777777777");
        BOOST_TEST(seen.finished.empty());
        report.finish(200, 42, 12, false, 5ms);
    }
    BOOST_REQUIRE(seen.finished.size() == 1U);
    const auto& record = seen.finished[0];
    BOOST_TEST(record.id == "7777777777777777");
    BOOST_TEST(record.peer == "192.0.2.1");
    BOOST_TEST(record.address == "198.51.100.7");
    BOOST_TEST(record.target == "/a");
    BOOST_TEST(record.status == 200);
    BOOST_TEST(record.bytes == 42U);
    BOOST_TEST(record.body_bytes == 12U);
    BOOST_TEST(!record.is_cut_short);
}

BOOST_AUTO_TEST_CASE(one_that_was_given_up_is_told_without_a_status) {
    {
        const RequestReport report(seen, "unix", parts, RequestReport::Clock::now());
    }
    BOOST_REQUIRE(seen.finished.size() == 1U);
    BOOST_TEST(seen.finished[0].status == 0);
    BOOST_TEST(seen.finished[0].is_cut_short);
}

BOOST_AUTO_TEST_CASE(it_knows_how_long_it_took) {
    RequestReport report(seen, "unix", parts, RequestReport::Clock::now() - 1h);
    BOOST_TEST((report.duration() >= 1h));
    BOOST_TEST((report.duration() < 2h));
}

BOOST_AUTO_TEST_SUITE_END()
