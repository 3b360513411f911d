#include "handlers/when.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

BOOST_AUTO_TEST_SUITE(when)

BOOST_AUTO_TEST_CASE(a_step_is_passed_over_where_the_expression_is_not_true) {
    AskedSite site(
        "routes: [{path: /, get: [{when: query.a and not query.b, text: a}, {text: b}]}]");
    BOOST_TEST(site.ask("GET /?a=1").body == "a");
    BOOST_TEST(site.ask("GET /?a=1&b=1").body == "b");
    BOOST_TEST(site.ask("GET /?a=").body == "b");
}

BOOST_AUTO_TEST_CASE(a_step_that_is_passed_over_reads_no_body) {
    AskedSite site(
        "routes: [{path: /, post: [{when: query.a, text: '{{ request.json }}'}, {text: b}]}]");
    const std::string json = "Content-Type: application/json\r\n";
    BOOST_TEST(site.ask("POST /", json, "{").body == "b");
    BOOST_TEST(site.ask("POST /?a=1", json, "{").status == 400);
}

BOOST_AUTO_TEST_CASE(an_expression_that_fails_is_a_500) {
    AskedSite site("routes: [{path: /, get: [{when: 1 // (query.n | int), text: a}, {text: b}]}]");
    BOOST_TEST(site.ask("GET /?n=1").body == "a");
    BOOST_TEST(site.ask("GET /?n=0").status == 500);
}

BOOST_AUTO_TEST_CASE(names_in_it_are_held_against_the_table) {
    AskedSite site("routes: [{path: /, get: [{when: usr, text: a}, {text: b}]}]");
    BOOST_TEST(site.problems().find("usr: no such name here") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
