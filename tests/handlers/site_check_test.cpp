#include "handlers/site_check.hpp"

#include <boost/test/unit_test.hpp>

#include "event/loop.hpp"
#include "tests/handlers/asked_site.hpp"

#include "config/settings.hpp"

using namespace tined;
using tests::AskedSite;

namespace {

/// What the one test of a site comes to; empty if the answer is as expected.
std::string outcome(const std::string& check, const std::string& more = "") {
    AskedSite site(
        "cookies: {keys: {1: 0123456789abcdef0123456789abcdef}}\n" + more +
        "routes:\n"
        "  - {path: '/{id:int}', json: {id: '{{ params.id }}', who: '{{ signed.who }}'}}\n"
        "  - {path: /form, post: {text: '{{ arguments.a }}', headers: {X: b}}}\n"
        "  - {path: /where, text: '{{ request.full_url }}'}\n"
        "tests:\n  - " +
        check + "\n");
    BOOST_TEST_REQUIRE(site.site().tests().size() == 1U);
    tined::event::Loop loop;
    return handlers::run_site_check(site.site().tests().front(), site.site(),
                                    site.site().settings().cookies.keys, loop)
        .value_or("");
}

std::string problems_of(const std::string& check) {
    return AskedSite("routes: []\ntests:\n  - " + check + "\n").problems();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(site_check)

BOOST_AUTO_TEST_CASE(an_answer_as_expected_is_no_word) {
    BOOST_TEST(outcome("{request: GET /7, expect: {status: 200, json: {id: 7, who: ~}}}") == "");
    BOOST_TEST(outcome("{request: POST /form, form: {a: 'x y&z'}, expect: {text: 'x y&z', "
                       "contains: [x, z], headers: {X: b, Content-Type: text/plain}}}") == "");
    BOOST_TEST(outcome("{request: POST /form, json: {a: 1}, expect: {text: '1'}}") == "");
    BOOST_TEST(
        outcome("{request: GET /7, signed: {who: ann}, expect: {json: {id: 7, who: ann}}}") == "");
    BOOST_TEST(outcome("{request: GET https://b.example/where, expect: {text: "
                       "'https://b.example/where'}}") == "");
}

BOOST_AUTO_TEST_CASE(what_is_not_as_expected_is_told_in_words) {
    BOOST_TEST(outcome("{request: GET /x, expect: {status: 200}}") ==
               "expected status 200, got 404");
    BOOST_TEST(outcome("{request: POST /form, expect: {headers: {Y: a}}}") ==
               "expected the header Y, there is none");
    BOOST_TEST(outcome("{request: POST /form, expect: {headers: {X: a}}}") ==
               "expected X: a, got b");
    BOOST_TEST(outcome("{request: POST /form, form: {a: c}, expect: {contains: d}}") ==
               "expected \"d\" in the answer, got \"c\"");
    BOOST_TEST(outcome("{request: POST /form, form: {a: c}, expect: {text: d}}") ==
               "expected the text \"d\", got \"c\"");
    BOOST_TEST(outcome("{request: GET /7, expect: {json: {id: 8}}}") ==
               R"(expected the JSON {"id":8}, got {"id":7,"who":null})");
}

BOOST_AUTO_TEST_CASE(its_own_content_type_is_the_only_one) {
    BOOST_TEST(outcome("{request: POST /form, json: {a: 1}, headers: {content-type: text/plain}, "
                       "expect: {text: ''}}") == "");
}

BOOST_AUTO_TEST_CASE(a_request_that_the_protocol_refuses_is_told) {
    BOOST_TEST(outcome("{request: GET /%zz, expect: {status: 400}}")
                   .starts_with("the request is refused: "));
}

BOOST_AUTO_TEST_CASE(a_test_without_request_or_expectation_is_a_problem) {
    BOOST_TEST(problems_of("{expect: {status: 200}}").find("request is missing") !=
               std::string::npos);
    BOOST_TEST(problems_of("{request: GET /}").find("expects nothing cannot fail") !=
               std::string::npos);
    BOOST_TEST(problems_of("{request: GET /, expect: {}}").find("expects nothing cannot fail") !=
               std::string::npos);
    BOOST_TEST(
        problems_of("{request: GET, expect: {status: 200}}").find("expected a method and a path") !=
        std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
