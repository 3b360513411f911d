#include "handlers/error_answer.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

BOOST_AUTO_TEST_SUITE(error_answer)

BOOST_AUTO_TEST_CASE(a_number_is_the_status_and_a_mapping_is_500_if_it_says_none) {
    AskedSite site(
        "routes: [{path: /a, error: 418}, {path: /b, error: {what: x}}, "
        "{path: /c, error: {status: 409, what: x}}]");
    BOOST_TEST(site.ask("GET /a").status == 418);
    BOOST_TEST(site.ask("GET /b").status == 500);
    BOOST_TEST(site.ask("GET /c").status == 409);
}

BOOST_AUTO_TEST_CASE(what_is_passed_keeps_its_type_and_does_not_hide_the_status) {
    AskedSite site(
        "error_pages: {4xx: {json: '{{ error }}'}}\n"
        "routes: [{path: /, error: {status: 404, n: '{{ 6 * 7 }}', list: [a]}, status: 410}]\n");
    const auto answer = site.ask("GET /");
    BOOST_TEST(answer.status == 410);
    BOOST_TEST(answer.body == R"({"status":410,"reason":"Gone","n":42,"list":["a"]})");
}

BOOST_AUTO_TEST_CASE(reason_and_headers_of_the_step_go_with_the_error) {
    AskedSite site(
        "routes: [{path: /, error: 503, reason: 'Back {{ query.t }}', headers: {Retry-After: "
        "'5'}}]");
    const auto answer = site.ask("GET /?t=soon");
    BOOST_TEST(answer.reason == "Back soon");
    BOOST_TEST(answer.field("Retry-After") == "5");
}

BOOST_AUTO_TEST_CASE(what_is_no_error_status_or_tineds_own_member_is_a_problem) {
    const auto told = [](const std::string& error, const std::string& words) {
        const auto problems = AskedSite("routes: [{path: /, error: " + error + "}]").problems();
        BOOST_TEST(problems.find(words) != std::string::npos, problems);
    };
    told("200", "expected a whole number from 400 to 599");
    told("{status: 302}", "expected a whole number from 400 to 599");
    told("{reason: x}", "reason is tined's own member of error");
    told("{fields: x}", "fields is tined's own member of error");
    told("'{{ query.x }}'", "expected a whole number from 400 to 599");
}

BOOST_AUTO_TEST_SUITE_END()
