#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(a_range_is_bounded) {
    BOOST_CHECK_EQUAL(rendered("{{ range(3) | list }}{{ range(1, 6, 2) | list }}"),
                      "[0, 1, 2][1, 3, 5]");
    BOOST_CHECK_EQUAL(rendered("{{ range(3, 0, -1) | list }}{{ range(0) | list }}"), "[3, 2, 1][]");
    BOOST_CHECK_EQUAL(rendered("{{ range(1000000000) }}"),
                      "t:1:4: range: more than 100000 elements");
    BOOST_CHECK_EQUAL(rendered("{{ range(9223372036854775806, 9223372036854775807, 5) | list }}"),
                      "[9223372036854775806]");
    BOOST_CHECK_EQUAL(rendered("{{ range(0, 1, 0) }}"), "t:1:4: range: the step can't be 0");
    BOOST_CHECK_EQUAL(rendered("{{ range('a') }}"), "t:1:4: range takes integers, not text");
}

BOOST_AUTO_TEST_CASE(dict_takes_a_map_pairs_and_names) {
    BOOST_CHECK_EQUAL(rendered("{{ dict({'a': 1}, b=2) }}{{ dict([('c', 3)]) }}"),
                      "{'a': 1, 'b': 2}{'c': 3}");
}

BOOST_AUTO_TEST_CASE(a_namespace_carries_values_out_of_a_loop) {
    BOOST_CHECK_EQUAL(rendered("{% set n = namespace(c=0) %}{% for i in [1, 2, 3] %}"
                               "{% set n.c = n.c + i %}{% endfor %}{{ n.c }}"),
                      "6");
    BOOST_CHECK_EQUAL(rendered("{% set d = {} %}{% set d.x = 1 %}"),
                      "t:1:24: only a member of a namespace() can be set");
}

BOOST_AUTO_TEST_CASE(names_that_are_given_win_over_globals) {
    BOOST_CHECK_EQUAL(rendered("{{ range }}", R"({"range": 5})"), "5");
}

}  // namespace
}  // namespace tined::templates
