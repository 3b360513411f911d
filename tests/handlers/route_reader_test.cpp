#include "handlers/route_reader.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

namespace {

void told(const std::string& route, const std::string& words) {
    const auto problems = AskedSite("routes: [" + route + "]").problems();
    BOOST_TEST(problems.find(words) != std::string::npos, problems);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(route_reader)

BOOST_AUTO_TEST_CASE(an_answer_right_in_the_route_is_its_get_and_stands_beside_other_methods) {
    AskedSite site("routes: [{path: /, text: a, post: {text: b}}]");
    BOOST_TEST(site.ask("GET /").body == "a");
    BOOST_TEST(site.ask("POST /").body == "b");
    BOOST_TEST(site.ask("PUT /").status == 405);
}

BOOST_AUTO_TEST_CASE(any_takes_the_methods_that_are_not_named) {
    AskedSite site("routes: [{path: /, get: {text: a}, any: {text: '{{ request.method }}'}}]");
    BOOST_TEST(site.ask("GET /").body == "a");
    BOOST_TEST(site.ask("PATCH /").body == "PATCH");
    BOOST_TEST(site.ask("DELETE /").body == "DELETE");
}

BOOST_AUTO_TEST_CASE(what_is_said_on_the_route_holds_for_all_its_methods) {
    AskedSite site(
        "routes: [{path: /, before: [{when: query.x, error: 403}], headers: {X: a}, "
        "get: {text: a}, post: {text: b}}]");
    BOOST_TEST(site.ask("POST /?x=1").status == 403);
    BOOST_TEST(site.ask("POST /").field("X") == "a");
}

BOOST_AUTO_TEST_CASE(a_route_needs_one_place_and_an_answer) {
    told("{text: a}", "a route needs a path or a regex");
    told("{path: /, regex: /a, text: a}", "regex");
    told("{path: /}", "a route needs an answer");
    told("{path: /, text: a, get: {text: b}}", "the route has its answer to GET right in it");
    told("{regex: /a, name: x, text: a}", "a regex has no reverse");
    told("/a", "expected a route");
}

BOOST_AUTO_TEST_CASE(a_fault_in_a_path_is_told_at_its_place) {
    AskedSite site("routes: [{path: '/a/{b:nothing}', text: a}]");
    BOOST_TEST(site.problems().starts_with("tined.yaml:1:"), site.problems());
    BOOST_TEST(site.problems().find("routes[0].path: ") != std::string::npos, site.problems());
}

BOOST_AUTO_TEST_CASE(names_of_parameters_are_held_against_the_path) {
    told("{path: '/{id}', text: '{{ params.ID }}'}", "params.ID: the path has no such parameter");
    told("{regex: '/(?P<cat>a)', text: '{{ params.dog }}'}",
         "params.dog: the path has no such parameter");
}

BOOST_AUTO_TEST_SUITE_END()
