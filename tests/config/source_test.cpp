#include "config/source.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::config {
namespace {

BOOST_AUTO_TEST_SUITE(source)

BOOST_AUTO_TEST_CASE(an_offset_is_a_line_and_a_column) {
    const Source source("f", "ab\n\ncd");
    BOOST_TEST(to_string(source.place_at(0)) == "f:1:1");
    BOOST_TEST(to_string(source.place_at(2)) == "f:1:3");
    BOOST_TEST(to_string(source.place_at(3)) == "f:2:1");
    BOOST_TEST(to_string(source.place_at(5)) == "f:3:2");
    BOOST_TEST(to_string(source.place_at(6)) == "f:3:3");
}

BOOST_AUTO_TEST_CASE(past_the_end_there_is_nothing_but_nul) {
    const Source source("f", "a");
    BOOST_TEST(source.at(1) == '\0');
    BOOST_TEST(source.from(5) == "");
    BOOST_TEST(source.line_end(0) == 1u);
}

BOOST_AUTO_TEST_CASE(lines_begin_end_and_are_indented) {
    const Source source("f", "a\n \tb\n");
    BOOST_TEST(source.line_begin(4) == 2u);
    BOOST_TEST(source.line_end(2) == 5u);
    BOOST_TEST(source.indentation(4) == " \t");
}

BOOST_AUTO_TEST_CASE(the_next_token_is_past_blanks_and_comments) {
    const Source source("f", "a  # b\n  c");
    BOOST_TEST(source.skip_blanks(1) == 3u);
    BOOST_TEST(source.skip_to_token(1) == 9u);
}

BOOST_AUTO_TEST_CASE(plain_text_is_followed_over_folded_lines) {
    const Source source("f", "a b\n   c # d");
    BOOST_TEST(source.end_of_plain(0, "a b c") == 8u);
    BOOST_TEST(source.end_of_plain(0, "a") == 1u);
}

BOOST_AUTO_TEST_CASE(quoted_text_ends_at_its_own_quote) {
    BOOST_TEST(Source("f", "'a''b' c").end_of_quoted(0) == 6u);
    BOOST_TEST(Source("f", "\"a\\\"b\" c").end_of_quoted(0) == 6u);
    BOOST_TEST(Source("f", "\"a").end_of_quoted(0) == Source::npos);
    BOOST_TEST(Source("f", "'a''").end_of_quoted(0) == Source::npos);
}

BOOST_AUTO_TEST_CASE(brackets_are_matched_but_not_those_in_quotes) {
    BOOST_TEST(Source("f", "{a: [b], c: '}'} d").end_of_flow(0) == 16u);
    BOOST_TEST(Source("f", "{a: don't} d").end_of_flow(0) == 10u);
    BOOST_TEST(Source("f", "[a").end_of_flow(0) == Source::npos);
    BOOST_TEST(Source("f", "['a]").end_of_flow(0) == Source::npos);
}

BOOST_AUTO_TEST_CASE(what_is_blanked_out_keeps_every_other_place) {
    Source source("f", "a: {b\nc} d");
    source.blank_out(3, 8);
    BOOST_TEST(source.text() == "a: x \n   d");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
