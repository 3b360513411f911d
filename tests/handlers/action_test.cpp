#include "handlers/action.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

namespace {

void told(const std::string& action, const std::string& words) {
    const auto problems = AskedSite("routes: [{path: /, get: " + action + "}]").problems();
    BOOST_TEST(problems.find(words) != std::string::npos, problems);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(action)

BOOST_AUTO_TEST_CASE(within_a_step_the_order_is_the_languages_and_not_the_files) {
    AskedSite site(
        "routes: [{path: /, get: {text: '{{ n }}', with: {n: '{{ arguments.p * 2 }}'}, "
        "arguments: {p: int}, when: query.p}}]");
    BOOST_TEST(site.ask("GET /?p=21").body == "42");
    BOOST_TEST(site.ask("GET /").status == 404);
}

BOOST_AUTO_TEST_CASE(a_step_that_fails_ends_the_action) {
    AskedSite site("routes: [{path: /, get: [{with: {a: '{{ 1 // 0 }}'}}, {text: a}]}]");
    BOOST_TEST(site.ask("GET /").status == 500);
}

BOOST_AUTO_TEST_CASE(a_body_is_read_once_for_all_steps) {
    AskedSite site(
        "routes: [{path: /, post: [{when: form.a == '1', with: {x: '{{ form.b }}'}}, "
        "{text: '{{ x }}{{ request.body }}'}]}]");
    BOOST_TEST(
        site.ask("POST /", "Content-Type: application/x-www-form-urlencoded\r\n", "a=1&b=2").body ==
        "2a=1&b=2");
}

BOOST_AUTO_TEST_CASE(a_step_has_one_answer) {
    told("{text: a, json: b}", "a step has one answer, and this one has text already");
}

BOOST_AUTO_TEST_CASE(a_step_behind_one_that_always_answers_is_never_reached) {
    told("[{text: a}, {text: b}]", "this step is never reached");
    BOOST_TEST(
        AskedSite("routes: [{path: /, get: [{when: query.a, text: a}, {text: b}]}]").problems() ==
        "");
}

BOOST_AUTO_TEST_CASE(keys_that_are_unknown_or_come_later_are_told) {
    told("{text: a, txet: b}", "unknown key");
    told("{sql: {a: b}, text: a}", "not in this version");
    told("{when: '{{ query.a }}', text: a}", "{{");
}

BOOST_AUTO_TEST_SUITE_END()
