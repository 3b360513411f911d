#include "handlers/json_answer.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

BOOST_AUTO_TEST_SUITE(json_answer)

BOOST_AUTO_TEST_CASE(json_has_no_spaces_and_keeps_what_is_not_ascii) {
    AskedSite site("routes: [{path: /, json: {a: [1, 'é'], b: '{{ query.b }}'}}]");
    const auto answer = site.ask("GET /?b=%22%0a");
    BOOST_TEST(answer.body == "{\"a\":[1,\"é\"],\"b\":\"\\\"\\n\"}");
    BOOST_TEST(answer.field("Content-Type") == "application/json; charset=UTF-8");
}

BOOST_AUTO_TEST_CASE(a_scalar_is_json_too) {
    AskedSite site("routes: [{path: /a, json: no}, {path: /b, json: 7}, {path: /c, json: '7'}]");
    BOOST_TEST(site.ask("GET /a").body == "\"no\"");
    BOOST_TEST(site.ask("GET /b").body == "7");
    BOOST_TEST(site.ask("GET /c").body == "\"7\"");
}

BOOST_AUTO_TEST_CASE(a_failing_expression_in_it_is_a_500) {
    AskedSite site("routes: [{path: /, json: {a: '{{ 1 // (query.n | int) }}'}}]");
    BOOST_TEST(site.ask("GET /?n=1").body == R"({"a":1})");
    BOOST_TEST(site.ask("GET /?n=0").status == 500);
}

BOOST_AUTO_TEST_SUITE_END()
