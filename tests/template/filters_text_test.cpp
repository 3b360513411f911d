#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(case_is_changed_beyond_ascii) {
    BOOST_CHECK_EQUAL(rendered("{{ 'straße éà' | upper }} {{ 'ÀΩЖ' | lower }}"), "STRASSE ÉÀ àωж");
    BOOST_CHECK_EQUAL(rendered("{{ 'hELLO wORLD' | capitalize }}"), "Hello world");
    BOOST_CHECK_EQUAL(rendered("{{ \"foo's bar-baz (qux)\" | title }}"), "Foo's Bar-Baz (Qux)");
}

BOOST_AUTO_TEST_CASE(trim_takes_white_space_or_the_given_characters) {
    BOOST_CHECK_EQUAL(rendered("[{{ ' \n x ' | trim }}][{{ 'éxé' | trim('é') }}]"), "[x][x]");
    BOOST_CHECK_EQUAL(rendered("[{{ '   ' | trim }}]"), "[]");
}

BOOST_AUTO_TEST_CASE(truncate_keeps_words_and_forgives_a_little) {
    const char* const data = R"({"s": "foo bar baz qux"})";
    BOOST_CHECK_EQUAL(rendered("{{ s | truncate(9) }}", data), "foo...");
    BOOST_CHECK_EQUAL(rendered("{{ s | truncate(9, true) }}", data), "foo ba...");
    BOOST_CHECK_EQUAL(rendered("{{ s | truncate(11) }}", data), "foo bar baz qux");
    BOOST_CHECK_EQUAL(rendered("{{ s | truncate(9, leeway=0, end='…') }}", data), "foo bar…");
}

BOOST_AUTO_TEST_CASE(indent_leaves_the_first_line_and_empty_ones) {
    BOOST_CHECK_EQUAL(rendered("{{ 'a\n\nb' | indent(2) }}"), "a\n\n  b");
    BOOST_CHECK_EQUAL(rendered("{{ 'a\n\nb' | indent('>', true, true) }}"), ">a\n>\n>b");
}

BOOST_AUTO_TEST_CASE(replace_counts_and_finds_nothing_everywhere) {
    BOOST_CHECK_EQUAL(rendered("{{ 'aXbX' | replace('X', '-') }}"), "a-b-");
    BOOST_CHECK_EQUAL(rendered("{{ 'aXbX' | replace('X', '-', 1) }}"), "a-bX");
    BOOST_CHECK_EQUAL(rendered("{{ 'ab' | replace('', '-') }}"), "-a-b-");
    BOOST_CHECK_EQUAL(rendered("{{ '' | replace('', '-') }}"), "-");
}

BOOST_AUTO_TEST_CASE(replace_escapes_what_joins_safe_text) {
    BOOST_CHECK_EQUAL(rendered_html("{{ '<b>' | safe | replace('b', '<') }}"), "<&lt;>");
    BOOST_CHECK_EQUAL(rendered_html("{{ '<b>' | replace('b', '<i>' | safe) }}"), "&lt;<i>&gt;");
}

BOOST_AUTO_TEST_CASE(center_and_word_count_are_those_of_python) {
    BOOST_CHECK_EQUAL(rendered("[{{ 'abc' | center(6) }}][{{ 'ab' | center(5) }}]"),
                      "[ abc  ][  ab ]");
    BOOST_CHECK_EQUAL(rendered("{{ 'one two, three_3 é' | wordcount }}"), "4");
}

BOOST_AUTO_TEST_CASE(wrong_arguments_are_told_by_their_names) {
    BOOST_CHECK_EQUAL(rendered("{{ 'a' | truncate('x') }}"),
                      "t:1:10: truncate: \"length\" is an integer, not text");
    BOOST_CHECK_EQUAL(rendered("{{ 'a' | upper(1) }}"), "t:1:10: upper: takes at most 0 arguments");
    BOOST_CHECK_EQUAL(rendered("{{ 'a' | trim(char='x') }}"),
                      "t:1:10: trim: has no parameter \"char\"");
    BOOST_CHECK_EQUAL(rendered("{{ 'a' | replace('x') }}"), "t:1:10: replace: needs \"new\"");
}

}  // namespace
}  // namespace tined::templates
