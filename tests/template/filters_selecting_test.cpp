#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

constexpr const char* users = R"({"u": [{"n": "bob", "a": 3}, {"n": "ann"}, {"n": "cy", "a": 1}]})";

BOOST_AUTO_TEST_CASE(default_stands_in_for_what_is_undefined_or_false) {
    BOOST_CHECK_EQUAL(rendered("{{ x | default('d') }}[{{ '' | d('e') }}]{{ '' | d('f', true) }}"),
                      "d[]f");
    BOOST_CHECK_EQUAL(rendered("{{ x.y | default(1) }}", R"({"x": {}})"), "1");
}

BOOST_AUTO_TEST_CASE(map_applies_a_filter_or_asks_an_attribute) {
    BOOST_CHECK_EQUAL(rendered("{{ ['a', 'b'] | map('upper') | join }}"), "AB");
    BOOST_CHECK_EQUAL(rendered("{{ u | map(attribute='a', default=0) | list }}", users),
                      "[3, 0, 1]");
    BOOST_CHECK_EQUAL(rendered("{{ [1] | map('uper') }}"),
                      "t:1:10: map: no filter named \"uper\"; did you mean \"upper\"?");
    BOOST_CHECK_EQUAL(rendered("{{ none | map('upper') | list }}"), "[]");
}

BOOST_AUTO_TEST_CASE(selecting_is_by_a_test_or_by_truth) {
    BOOST_CHECK_EQUAL(rendered("{{ [1, 2, 3] | select('odd') | list }}"), "[1, 3]");
    BOOST_CHECK_EQUAL(rendered("{{ [1, 2, 3] | reject('gt', 1) | list }}"), "[1]");
    BOOST_CHECK_EQUAL(rendered("{{ [0, 1, ''] | select | list }}"), "[1]");
    BOOST_CHECK_EQUAL(rendered("{{ u | selectattr('a') | join(',', 'n') }}", users), "bob,cy");
    BOOST_CHECK_EQUAL(rendered("{{ u | rejectattr('a', 'defined') | join(',', 'n') }}", users),
                      "ann");
    BOOST_CHECK_EQUAL(rendered("{{ u | selectattr('a', 'eq', 1) | join(',', 'n') }}", users), "cy");
}

}  // namespace
}  // namespace tined::templates
