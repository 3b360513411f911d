#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(members_and_items_are_asked_in_either_way) {
    const char* const data = R"({"d": {"a": 1, "b c": 2, "l": [10, 20, 30]}})";
    BOOST_CHECK_EQUAL(rendered("{{ d.a }}{{ d['b c'] }}{{ d.l.1 }}{{ d.l[-1] }}", data), "122030");
    BOOST_CHECK_EQUAL(rendered("{{ d.l[1:] }}{{ d.l[:1] }}{{ d.l[::-1] }}", data),
                      "[20, 30][10][30, 20, 10]");
}

BOOST_AUTO_TEST_CASE(filters_take_arguments_by_position_and_by_name) {
    BOOST_CHECK_EQUAL(rendered("{{ 'abcdefghij' | truncate(6, true, end='!', leeway=0) }}"),
                      "abcde!");
    BOOST_CHECK_EQUAL(rendered("{{ [3, 1] | sort | join('-') | upper }}"), "1-3");
}

BOOST_AUTO_TEST_CASE(tests_take_an_argument_without_parentheses) {
    BOOST_CHECK_EQUAL(rendered("{{ 6 is divisibleby 3 }} {{ 6 is not divisibleby(4) }}"),
                      "True True");
    BOOST_CHECK_EQUAL(rendered("{{ 1 if x is defined else 2 }}"), "2");
    BOOST_CHECK_EQUAL(rendered("{{ 1 is odd is odd }}"),
                      "t:1:13: tests can't be chained: join them with `and`");
}

BOOST_AUTO_TEST_CASE(arguments_can_be_spread) {
    BOOST_CHECK_EQUAL(rendered("{{ range(*[1, 4]) | list }} {{ dict(**{'a': 1}) }}"),
                      "[1, 2, 3] {'a': 1}");
    BOOST_CHECK_EQUAL(rendered("{{ dict(a=1, 2) }}"),
                      "t:1:14: an argument without a name stands behind one with a name");
    BOOST_CHECK_EQUAL(rendered("{{ dict(a=1, a=2) }}"),
                      "t:1:16: the argument \"a\" is given twice");
}

BOOST_AUTO_TEST_CASE(unknown_filters_and_tests_are_told_with_what_may_be_meant) {
    BOOST_CHECK_EQUAL(rendered("{{ 1 | uper }}"),
                      "t:1:8: no filter named \"uper\"; did you mean \"upper\"?");
    BOOST_CHECK_EQUAL(rendered("{{ 1 is defned }}"),
                      "t:1:9: no test named \"defned\"; did you mean \"defined\"?");
}

}  // namespace
}  // namespace tined::templates
