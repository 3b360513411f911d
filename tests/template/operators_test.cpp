#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(text_and_lists_are_joined_and_repeated) {
    BOOST_CHECK_EQUAL(rendered("{{ 'a' + 'b' }} {{ [1] + [2] }} {{ (1,) + (2,) }}"),
                      "ab [1, 2] (1, 2)");
    BOOST_CHECK_EQUAL(rendered("{{ 'ab' * 2 }} {{ [0] * 3 }} {{ 'x' * -1 }}"), "abab [0, 0, 0] ");
    BOOST_CHECK_EQUAL(rendered("{{ 'a' ~ 1 ~ none ~ x }}"), "a1None");
}

BOOST_AUTO_TEST_CASE(kinds_that_do_not_go_together_are_told) {
    BOOST_CHECK_EQUAL(rendered("{{ 1 + 'a' }}"), "t:1:6: an integer and text can't be joined by +");
    BOOST_CHECK_EQUAL(rendered("{{ [1] < 1 }}"), "t:1:4: a list and an integer have no order");
    BOOST_CHECK_EQUAL(rendered("{{ 1 in 2 }}"), "t:1:4: nothing can be in an integer");
    BOOST_CHECK_EQUAL(rendered("{{ -'a' }}"), "t:1:4: text has no sign");
}

BOOST_AUTO_TEST_CASE(undefined_prints_nothing_and_can_not_be_reckoned_with) {
    BOOST_CHECK_EQUAL(rendered("[{{ x }}]{% for a in x %}{% endfor %}{{ x == y }}"), "[]True");
    BOOST_CHECK_EQUAL(rendered("{{ x + 1 }}"), "t:1:6: 'x' is undefined");
    BOOST_CHECK_EQUAL(rendered("{{ x.y }}"), "t:1:6: 'x' is undefined");
    BOOST_CHECK_EQUAL(rendered("{{ x.y.z }}", R"({"x": {}})"), "t:1:8: 'x.y' is undefined");
    BOOST_CHECK_EQUAL(rendered("{{ x() }}"), "t:1:4: 'x' is undefined");
    BOOST_CHECK_EQUAL(rendered("{{ 'a' in x }}"), "False");
}

BOOST_AUTO_TEST_CASE(a_strict_template_uses_nothing_undefined) {
    Settings strict;
    strict.strict = true;
    BOOST_CHECK_EQUAL(rendered("{{ x }}", "{}", strict), "t:1:4: 'x' is undefined");
    BOOST_CHECK_EQUAL(rendered("{% if x %}{% endif %}", "{}", strict), "t:1:7: 'x' is undefined");
    BOOST_CHECK_EQUAL(rendered("{% for a in x %}{% endfor %}", "{}", strict),
                      "t:1:13: 'x' is undefined");
    BOOST_CHECK_EQUAL(rendered("{{ x is defined }}{{ x | default(1) }}", "{}", strict), "False1");
}

BOOST_AUTO_TEST_CASE(safe_text_stays_safe_and_what_joins_it_is_escaped) {
    BOOST_CHECK_EQUAL(rendered_html("{{ '<b>' | safe ~ '<' }}"), "<b>&lt;");
    BOOST_CHECK_EQUAL(rendered_html("{{ '<' + ('<b>' | safe) }}"), "&lt;<b>");
    BOOST_CHECK_EQUAL(rendered_html("{{ ('<b>' | safe) * 2 }}"), "<b><b>");
    BOOST_CHECK_EQUAL(rendered_html("{{ ('<b>' | safe)[0] }}{{ ('<b>' | safe)[:2] }}"), "<<b");
    BOOST_CHECK_EQUAL(rendered_html("{{ ('<%s>' | safe) % '<' }}"), "<&lt;>");
}

BOOST_AUTO_TEST_CASE(what_would_be_too_large_is_refused_before_it_is_made) {
    BOOST_CHECK_EQUAL(
        rendered("{{ 'aaaaaaaa' * 1000000000000 }}"),
        "t:1:15: the text would be longer than 16777216 bytes (templates.bounds.output)");
    BOOST_CHECK_EQUAL(
        rendered("{{ [0] * 1000000000000 }}"),
        "t:1:8: the list would have more than 1000000 elements (templates.bounds.loops)");
}

}  // namespace
}  // namespace tined::templates
