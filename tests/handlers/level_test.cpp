#include "handlers/level.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

BOOST_AUTO_TEST_SUITE(level)

BOOST_AUTO_TEST_CASE(nearer_headers_replace_and_are_compared_in_any_case) {
    AskedSite site(
        "headers: {X-A: outer, x-content-type-options: off}\n"
        "routes:\n"
        "  - {path: /, text: a}\n"
        "  - {path: /g/, headers: {x-a: inner}, routes: [{path: /, text: a}]}\n");
    const auto plain = site.ask("GET /");
    BOOST_TEST(plain.field("X-A") == "outer");
    BOOST_TEST(plain.field("X-Content-Type-Options") == "(none)");
    const auto group = site.ask("GET /g/");
    BOOST_TEST(group.field("X-A") == "inner");
    BOOST_TEST(group.fields.find("outer") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_no_request_changes_is_given_in_the_order_in_which_it_would_be_made) {
    const std::string headers = "headers: {X-A: a, X-B: [1, 2], X-Content-Type-Options: off";
    const std::string rest =
        "}\ncache: 1h\nroutes:\n  - {path: /, get: {text: a}}\n"
        "  - {path: /g/, headers: {x-b: 3, Cache-Control: private}, routes: [{path: /, get: {text: "
        "a}}]}\n";
    AskedSite made_once(headers + rest);
    AskedSite made_each_time(headers + ", X-Made: '{{ request.method }}'" + rest);
    for (const auto* target : {"GET /", "GET /g/", "GET /missing"}) {
        std::string each_time = made_each_time.ask(target).fields;
        const auto made = each_time.find("X-Made: GET\r\n");
        BOOST_TEST_REQUIRE(made != std::string::npos, target);
        each_time.erase(made, std::string("X-Made: GET\r\n").size());
        BOOST_TEST(made_once.ask(target).fields == each_time, target);
    }
}

BOOST_AUTO_TEST_CASE(cache_goes_with_answers_and_not_with_errors) {
    AskedSite site(
        "routes:\n"
        "  - path: /g/\n"
        "    cache: 1h\n"
        "    routes: [{path: /, text: a}, {path: /e, error: 404}, {path: /off, text: a, cache: "
        "off}]\n");
    BOOST_TEST(site.ask("GET /g/").field("Cache-Control") == "max-age=3600");
    BOOST_TEST(site.ask("GET /g/e").field("Cache-Control") == "(none)");
    BOOST_TEST(site.ask("GET /g/off").field("Cache-Control") == "no-store");
}

BOOST_AUTO_TEST_CASE(the_nearest_body_size_counts) {
    AskedSite site(
        "routes:\n"
        "  - path: /g/\n"
        "    body_size: 2\n"
        "    routes:\n"
        "      - {path: /, post: {text: '{{ request.body }}'}}\n"
        "      - {path: /more, post: {body_size: 4, text: '{{ request.body }}'}}\n");
    BOOST_TEST(site.ask("POST /g/", "", "ab").status == 200);
    BOOST_TEST(site.ask("POST /g/", "", "abc").status == 413);
    BOOST_TEST(site.ask("POST /g/more", "", "abcd").status == 200);
}

BOOST_AUTO_TEST_CASE(before_adds_up_from_the_outside_in) {
    AskedSite site(
        "before: [{with: {a: '1'}}]\n"
        "routes:\n"
        "  - path: /g/\n"
        "    before: [{with: {b: '{{ a }}2'}}]\n"
        "    routes: [{path: /, before: [{with: {c: '{{ b }}3'}}], get: {text: '{{ c }}'}}]\n");
    BOOST_TEST(site.ask("GET /g/").body == "123");
}

BOOST_AUTO_TEST_CASE(a_header_that_cannot_be_made_is_a_500_without_it) {
    AskedSite site("headers: {X: '{{ query.v }}'}\nroutes: [{path: /, text: a}]\n");
    BOOST_TEST(site.ask("GET /?v=b").field("X") == "b");
    const auto answer = site.ask("GET /?v=%0ay");
    BOOST_TEST(answer.status == 500);
    BOOST_TEST(answer.field("X") == "(none)");
}

BOOST_AUTO_TEST_CASE(an_error_page_is_for_an_error) {
    for (const auto* code : {"200", "399", "600", "3xx", "abc"}) {
        const auto problems =
            AskedSite(std::string("error_pages: {") + code + ": {text: a}}\nroutes: []\n")
                .problems();
        BOOST_TEST(problems.find("an error page is for a status from 400 to 599, or for 4xx or "
                                 "5xx") != std::string::npos,
                   problems);
    }
}

BOOST_AUTO_TEST_CASE(an_error_pages_names_are_its_own) {
    AskedSite site(
        "error_pages: {404: [{with: {a: 1}}, {text: 'a'}], 403: {text: '{{ a }}'}}\nroutes: []\n");
    BOOST_TEST(site.problems().find("a: no such name here") != std::string::npos, site.problems());
}

BOOST_AUTO_TEST_SUITE_END()
