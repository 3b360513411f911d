#include "handlers/pattern_match.hpp"

#include <boost/test/unit_test.hpp>

using tined::handlers::PatternMatch;

BOOST_AUTO_TEST_SUITE(pattern_match)

BOOST_AUTO_TEST_CASE(the_whole_text_must_match) {
    const auto pattern = PatternMatch::compile("[a-z]+");
    BOOST_TEST_REQUIRE(pattern.has_value());
    BOOST_TEST(pattern->matches("abc"));
    BOOST_TEST(!pattern->matches("abc1"));
    BOOST_TEST(!pattern->matches("1abc"));
    BOOST_TEST(!pattern->matches("abc\n"));
    BOOST_TEST(pattern->text() == "[a-z]+");
}

BOOST_AUTO_TEST_CASE(alternatives_are_bound_together) {
    const auto pattern = PatternMatch::compile("a|bc");
    BOOST_TEST_REQUIRE(pattern.has_value());
    BOOST_TEST(pattern->matches("bc"));
    BOOST_TEST(!pattern->matches("ac"));
}

BOOST_AUTO_TEST_CASE(a_dot_is_one_character_and_not_one_byte) {
    const auto pattern = PatternMatch::compile(".");
    BOOST_TEST_REQUIRE(pattern.has_value());
    BOOST_TEST(pattern->matches("é"));
}

BOOST_AUTO_TEST_CASE(what_is_no_expression_is_told_in_words) {
    const auto pattern = PatternMatch::compile("(a");
    BOOST_TEST_REQUIRE(!pattern.has_value());
    BOOST_TEST(pattern.error() == "missing ): (a");
}

BOOST_AUTO_TEST_SUITE_END()
