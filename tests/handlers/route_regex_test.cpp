#include "handlers/route_regex.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/router_fixture.hpp"

using namespace tined::handlers;
using tined::http::Method;

namespace {

std::string why_not(std::string_view text) {
    const auto regex = RouteRegex::parse(text);
    return regex ? "(taken)" : regex.error().message;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(route_regexes, RouterFixture)

BOOST_AUTO_TEST_CASE(the_groups_are_known_by_name_and_by_number) {
    regex("/index/(?P<id>[0-9]+)-([a-z]+)\\.html");
    ask("/index/12-abc.html");
    BOOST_REQUIRE_EQUAL(match.parameters.size(), 2U);
    BOOST_TEST(match.parameters[0].name == "id");
    BOOST_TEST(match.parameters[0].text == "12");
    BOOST_TEST(match.parameters[1].name == "");
    BOOST_TEST(match.parameters[1].text == "abc");
}

BOOST_AUTO_TEST_CASE(a_group_that_takes_no_part_is_not_set) {
    regex("/(a)|/(b?)c");
    ask("/c");
    BOOST_REQUIRE_EQUAL(match.parameters.size(), 2U);
    BOOST_TEST(!match.parameters[0].is_set);
    BOOST_TEST(match.parameters[1].is_set);
    BOOST_TEST(match.parameters[1].text == "");
}

BOOST_AUTO_TEST_CASE(the_whole_decoded_path_is_matched) {
    regex("/caf\xC3\xA9");
    BOOST_TEST(answers("/caf%C3%A9") == 0);
    BOOST_TEST(answers("/caf%C3%A9/") == -1);
    BOOST_TEST(answers("/x/caf%C3%A9") == -1);
}

BOOST_AUTO_TEST_CASE(the_first_written_of_several_answers) {
    regex("/[a-z]+");
    regex("/a.*");
    BOOST_TEST(answers("/abc") == 0);
    BOOST_TEST(answers("/a1") == 1);
}

BOOST_AUTO_TEST_CASE(many_expressions_are_tried_in_the_order_written_too) {
    for (int i = 0; i < 40; ++i) regex("/x" + std::to_string(i) + "-(?P<n>[0-9]+)");
    regex("/x7-.*");
    regex("/.*");
    BOOST_TEST(router.seal().empty());
    BOOST_TEST(answers("/x7-12") == 7);
    BOOST_TEST(parameter("n") == "12");
    BOOST_TEST(answers("/x7-a") == 40);
    BOOST_TEST(answers("/y") == 41);
    BOOST_TEST(answers("/x7-12", Method::post) == -1);
    BOOST_TEST(match.outcome == Outcome::method_not_allowed);
}

BOOST_AUTO_TEST_CASE(the_same_expression_twice_adds_methods) {
    BOOST_TEST(!regex("/a+").has_value());
    BOOST_TEST(!regex("/a+", {Method::post}).has_value());
    BOOST_TEST(regex("/a+", {Method::post, Method::put}).value() == 1U);
    BOOST_TEST(answers("/aa", Method::post) == 1);
}

BOOST_AUTO_TEST_CASE(a_bad_expression_is_told_with_its_place) {
    const auto regex = RouteRegex::parse("/a/[0-9");
    BOOST_REQUIRE(!regex.has_value());
    BOOST_TEST(regex.error().offset == 3U);
    BOOST_TEST(regex.error().message == "bad regular expression: missing ]: [0-9");
}

BOOST_AUTO_TEST_CASE(an_expression_that_no_path_can_match_is_refused) {
    BOOST_TEST(why_not("index/[0-9]+").find("begins with \"/\"") != std::string::npos);
    BOOST_TEST(why_not("").find("begins with \"/\"") != std::string::npos);
    BOOST_TEST(why_not(".*\\.html") == "(taken)");
    BOOST_TEST(why_not("^/a$") == "(taken)");
    BOOST_TEST(why_not("(/a|b)") == "(taken)");
    BOOST_TEST(why_not("[^a]*") == "(taken)");
}

BOOST_AUTO_TEST_CASE(groups_are_bounded_in_number_and_named_as_identifiers) {
    std::string text = "/";
    for (std::size_t i = 0; i < RouteRegex::most_groups; ++i) text += "(a?)";
    BOOST_TEST(why_not(text) == "(taken)");
    BOOST_TEST(why_not(text + "(b)").find("more than 16 groups") != std::string::npos);
    BOOST_TEST(why_not("/(?P<1a>.)").find("digit") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(two_groups_of_the_same_name_are_refused) {
    const auto regex = RouteRegex::parse("/(?P<x>a)/(?P<y>b)/(?P<x>c)");
    BOOST_REQUIRE(!regex);
    BOOST_TEST(regex.error().message == "two groups have the same name");
}

BOOST_AUTO_TEST_CASE(a_hidden_separator_reaches_no_expression) {
    regex("/.*");
    BOOST_TEST(answers("/a%2Fb") == -1);
    BOOST_TEST(answers("/a%5Cb") == -1);
    BOOST_TEST(answers("/a/b") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
