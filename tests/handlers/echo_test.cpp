#include "handlers/echo.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

#include "value/json.hpp"

using tined::tests::AskedSite;

BOOST_AUTO_TEST_SUITE(echo)

BOOST_AUTO_TEST_CASE(it_tells_all_of_the_request_as_json) {
    AskedSite site("routes: [{path: '/{id:int}', any: {echo: true}}]");
    const auto answer = site.ask("POST /7?q=1",
                                 "Content-Type: application/x-www-form-urlencoded\r\n"
                                 "Cookie: c=2\r\n",
                                 "f=3");
    BOOST_TEST(answer.field("Content-Type") == "application/json; charset=UTF-8");
    BOOST_TEST(answer.field("Cache-Control") == "no-store");
    const auto told = tined::value::parse_json(answer.body);
    BOOST_TEST_REQUIRE(told.has_value());
    BOOST_TEST(told->member("method").print() == "POST");
    BOOST_TEST(told->member("uri").print() == "/7?q=1");
    BOOST_TEST(told->member("params").print() == "{'id': 7}");
    BOOST_TEST(told->member("query").print() == "{'q': '1'}");
    BOOST_TEST(told->member("form").print() == "{'f': '3'}");
    BOOST_TEST(told->member("cookies").print() == "{'c': '2'}");
    BOOST_TEST(told->member("signed").print() == "{}");
    BOOST_TEST(told->member("body").print() == "f=3");
}

BOOST_AUTO_TEST_CASE(what_is_no_utf8_does_not_break_the_json) {
    AskedSite site("routes: [{path: /, any: {echo: true}}]");
    const auto answer = site.ask("POST /?q=%ff", "X: \xff\r\n", "\xff");
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(tined::value::parse_json(answer.body).has_value());
}

BOOST_AUTO_TEST_CASE(it_is_true_or_not_there) {
    AskedSite site("routes: [{path: /, echo: yes}]");
    BOOST_TEST(site.problems().find("expected true") != std::string::npos, site.problems());
}

BOOST_AUTO_TEST_SUITE_END()
