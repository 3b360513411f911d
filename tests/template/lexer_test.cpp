#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

Settings trimming() {
    Settings settings;
    settings.trim_blocks = true;
    settings.lstrip_blocks = true;
    return settings;
}

BOOST_AUTO_TEST_CASE(text_without_tags_is_written_as_it_is) {
    BOOST_CHECK_EQUAL(rendered("a { b } % # c"), "a { b } % # c");
    BOOST_CHECK_EQUAL(rendered(""), "");
}

BOOST_AUTO_TEST_CASE(one_newline_at_the_end_is_dropped_unless_it_is_to_be_kept) {
    Settings keeping;
    keeping.keep_trailing_newline = true;
    BOOST_CHECK_EQUAL(rendered("a\n"), "a");
    BOOST_CHECK_EQUAL(rendered("a\n\n"), "a\n");
    BOOST_CHECK_EQUAL(rendered("a\n", "{}", keeping), "a\n");
}

BOOST_AUTO_TEST_CASE(lines_end_in_a_newline_however_the_file_ends_them) {
    BOOST_CHECK_EQUAL(rendered("a\r\nb\rc"), "a\nb\nc");
}

BOOST_AUTO_TEST_CASE(a_minus_takes_the_white_space_on_its_side) {
    BOOST_CHECK_EQUAL(rendered("a \n {{- 1 -}} \t b"), "a1b");
    BOOST_CHECK_EQUAL(rendered("a \n {%- if true -%} \n b \n {%- endif -%} \n c"), "abc");
    BOOST_CHECK_EQUAL(rendered("a {#- c -#} b"), "ab");
    BOOST_CHECK_EQUAL(rendered("a {#- c #} b"), "a b");
}

BOOST_AUTO_TEST_CASE(trim_blocks_drops_the_newline_after_a_statement) {
    BOOST_CHECK_EQUAL(rendered("{% if true %}\nx\n{% endif %}\ny", "{}", trimming()), "x\ny");
    BOOST_CHECK_EQUAL(rendered("{% if true +%}\nx{% endif %}", "{}", trimming()), "\nx");
    BOOST_CHECK_EQUAL(rendered("{{ 1 }}\nx", "{}", trimming()), "1\nx");
    BOOST_CHECK_EQUAL(rendered("{# c #}\nx", "{}", trimming()), "x");
}

BOOST_AUTO_TEST_CASE(lstrip_blocks_drops_the_blanks_before_a_statement_that_begins_a_line) {
    BOOST_CHECK_EQUAL(rendered("  {% if true %}x{% endif %}", "{}", trimming()), "x");
    BOOST_CHECK_EQUAL(rendered("a  {% if true %}x{% endif %}", "{}", trimming()), "a  x");
    BOOST_CHECK_EQUAL(rendered("  {%+ if true %}x{% endif %}", "{}", trimming()), "  x");
    BOOST_CHECK_EQUAL(rendered("  {{ 1 }}", "{}", trimming()), "  1");
}

BOOST_AUTO_TEST_CASE(raw_text_is_not_looked_into) {
    BOOST_CHECK_EQUAL(rendered("{% raw %}{{ x }}{% if %}{# #}{% endraw %}"),
                      "{{ x }}{% if %}{# #}");
    BOOST_CHECK_EQUAL(rendered("a {%- raw -%} b {%- endraw -%} c"), "abc");
}

BOOST_AUTO_TEST_CASE(brackets_inside_of_an_expression_do_not_end_it) {
    BOOST_CHECK_EQUAL(rendered("{{ {'a': {'b': 1}}.a.b }}"), "1");
    BOOST_CHECK_EQUAL(rendered("{{ '}}' }}"), "}}");
}

BOOST_AUTO_TEST_CASE(what_is_not_closed_is_told_where_it_opens) {
    BOOST_CHECK_EQUAL(rendered("a\n {{ 1 "), "t:2:2: this {{ is not closed by }}");
    BOOST_CHECK_EQUAL(rendered("{% if true"), "t:1:1: this {% is not closed by %}");
    BOOST_CHECK_EQUAL(rendered("a{# b"), "t:1:2: this {# is not closed by #}");
    BOOST_CHECK_EQUAL(rendered("{% raw %}x"),
                      "t:1:1: this {% raw %} is not closed by {% endraw %}");
    BOOST_CHECK_EQUAL(rendered("{{ 'abc }}"), "t:1:4: this string is not closed");
    BOOST_CHECK_EQUAL(rendered("{{ (1] }}"), "t:1:6: ']' where ')' is wanted");
    BOOST_CHECK_EQUAL(rendered("{{ 1) }}"), "t:1:5: ')' closes nothing");
    BOOST_CHECK_EQUAL(rendered("{{ 1 ! 2 }}"), "t:1:6: unexpected character !");
}

BOOST_AUTO_TEST_CASE(columns_count_characters_and_not_bytes) {
    BOOST_CHECK_EQUAL(rendered("äöü {{ 1 ! }}"), "t:1:10: unexpected character !");
}

BOOST_AUTO_TEST_CASE(what_is_not_utf8_is_refused) {
    BOOST_CHECK_EQUAL(rendered("a\xff"), "t:1:2: not UTF-8");
    BOOST_CHECK_EQUAL(rendered("ä\nöf\xe9 b"), "t:2:3: not UTF-8");
}

}  // namespace
}  // namespace tined::templates
