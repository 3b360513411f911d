#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(end_ends_any_block) {
    BOOST_CHECK_EQUAL(rendered("{% for x in [1, 2] %}{% if x > 1 %}{{ x }}{% end %}{% end %}"),
                      "2");
    BOOST_CHECK_EQUAL(rendered("{% macro m() %}{% filter upper %}a{% end %}{% end %}{{ m() }}"),
                      "A");
    BOOST_CHECK_EQUAL(rendered("{% end %}"), "t:1:4: {% end %} ends nothing that is open here");
}

BOOST_AUTO_TEST_CASE(what_is_raw_is_not_escaped) {
    BOOST_CHECK_EQUAL(rendered_html("{% raw '<' %}{{ '<' }}{% raw %}{{ x }}{% endraw %}"),
                      "<&lt;{{ x }}");
    BOOST_CHECK_EQUAL(rendered_html("{{ '<' }}{% autoescape None %}{{ '<' }}"), "<<");
    BOOST_CHECK_EQUAL(rendered_html("{% autoescape None %}<{% endautoescape %}{{ '<' }}"), "<&lt;");
    BOOST_CHECK_EQUAL(rendered("{{ '<' }}{% autoescape xhtml_escape %}{{ '<' }}"), "&lt;&lt;");
    BOOST_CHECK_EQUAL(rendered_html("{% autoescape xhtml_escape %}{{ '<' }}"), "&lt;");
}

BOOST_AUTO_TEST_CASE(apply_filters_what_it_holds) {
    BOOST_CHECK_EQUAL(rendered("{% apply upper %}a{{ 'b' }}{% end %}{% apply e %}<{% endapply %}"),
                      "AB&lt;");
}

BOOST_AUTO_TEST_CASE(comments_and_marks_can_be_anything) {
    BOOST_CHECK_EQUAL(rendered("a{% comment it's {{ not read %}b{% comment %}c"), "abc");
    BOOST_CHECK_EQUAL(rendered("{{! x }} {%! if %}"), "{{ x }} {% if %}");
    BOOST_CHECK_EQUAL(rendered("{#! a comment, as Jinja2 has it #}x"), "x");
}

BOOST_AUTO_TEST_CASE(a_while_has_no_scope_of_its_own_and_ends) {
    BOOST_CHECK_EQUAL(
        rendered("{% set i = 0 %}{% while i < 3 %}{{ i }}{% set i = i + 1 %}{% end %}{{ i }}"),
        "0123");
    BOOST_CHECK_EQUAL(
        rendered("{% macro m() %}{% set i = 0 %}{% while i < 2 %}{% set i = i + 1 %}{% endwhile %}"
                 "{{ i }}{% endmacro %}{{ m() }}"),
        "2");
    BOOST_CHECK_EQUAL(rendered("{% while true %}{% endwhile %}", "{}", {.bounds = {.loops = 50}}),
                      "t:1:4: loops, calls and long texts take more than 50 turns together "
                      "(templates.bounds.loops)");
}

BOOST_AUTO_TEST_CASE(loops_are_left_and_turned_early) {
    BOOST_CHECK_EQUAL(rendered("{% for x in 'abcd' %}{% if x == 'b' %}{% continue %}{% endif %}"
                               "{% if x == 'd' %}{% break %}{% endif %}{{ x }}{% endfor %}!"),
                      "ac!");
    BOOST_CHECK_EQUAL(rendered("{% for x in 'ab' %}{% for y in 'cd' %}{% break %}{% endfor %}"
                               "{{ loop.index }}{% else %}none{% endfor %}"),
                      "12");
    BOOST_CHECK_EQUAL(rendered("{% break %}"), "t:1:4: {% break %} stands within a loop");
    BOOST_CHECK_EQUAL(rendered("{% for x in 'a' %}{% macro m() %}{% continue %}{% endmacro %}"
                               "{% endfor %}"),
                      "t:1:37: {% continue %} stands within a loop");
}

BOOST_AUTO_TEST_CASE(what_was_opened_within_a_loop_is_closed_when_it_is_left) {
    BOOST_CHECK_EQUAL(rendered_html("{% for x in 'ab' %}{{ x }}{% filter upper %}lost"
                                    "{% autoescape false %}{% break %}{% endautoescape %}"
                                    "{% endfilter %}{% endfor %}{{ '<' }}"),
                      "a&lt;");
    BOOST_CHECK_EQUAL(rendered("{% for x in 'ab' %}{% set y %}lost{% continue %}{% endset %}"
                               "{% endfor %}[{{ y }}]"),
                      "[]");
}

BOOST_AUTO_TEST_CASE(none_true_and_false_are_tests_by_pythons_names) {
    BOOST_CHECK_EQUAL(
        rendered("{% if n is not None %}x{% end %}{% if n is None %}-{% end %}", R"({"n": null})"),
        "-");
    BOOST_CHECK_EQUAL(
        rendered("{{ n is True }}{{ n is not True }}{{ n is False }}", R"({"n": true})"),
        "TrueFalseFalse");
    BOOST_CHECK_EQUAL(rendered("{{ 1 is True }}{{ 0 is not False }}"), "FalseTrue");
}

BOOST_AUTO_TEST_CASE(do_evaluates_for_nobody) {
    BOOST_CHECK_EQUAL(rendered("{% set c = cycler(1, 2) %}{% do c.next() %}{{ c.current }}"), "2");
    BOOST_CHECK_EQUAL(rendered("{% do 1 // 0 %}"), "t:1:9: division by zero");
}

}  // namespace
}  // namespace tined::templates
