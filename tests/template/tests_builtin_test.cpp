#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(kinds_can_be_asked_for) {
    BOOST_CHECK_EQUAL(rendered("{{ x is defined }}{{ x is undefined }}{{ none is none }}"),
                      "FalseTrueTrue");
    BOOST_CHECK_EQUAL(rendered("{{ 1 is number }}{{ 1.5 is number }}{{ 'a' is number }}"),
                      "TrueTrueFalse");
    BOOST_CHECK_EQUAL(rendered("{{ 1 is integer }}{{ 1.0 is float }}{{ true is integer }}"),
                      "TrueTrueFalse");
    BOOST_CHECK_EQUAL(rendered("{{ true is boolean }}{{ true is true }}{{ 1 is true }}"),
                      "TrueTrueFalse");
    BOOST_CHECK_EQUAL(rendered("{{ 'a' is string }}{{ {} is mapping }}{{ [] is sequence }}"),
                      "TrueTrueTrue");
    BOOST_CHECK_EQUAL(rendered("{{ 1 is iterable }}{{ 'a' is iterable }}{{ range is callable }}"),
                      "FalseTrueTrue");
}

BOOST_AUTO_TEST_CASE(numbers_can_be_divided) {
    BOOST_CHECK_EQUAL(rendered("{{ 1 is odd }}{{ -2 is even }}{{ 9 is divisibleby 3 }}"),
                      "TrueTrueTrue");
    BOOST_CHECK_EQUAL(rendered("{{ 'a' is odd }}"), "t:1:11: odd: wants a number, not text");
    BOOST_CHECK_EQUAL(rendered("{{ 1 is divisibleby 0 }}"), "t:1:9: divisibleby: division by zero");
}

BOOST_AUTO_TEST_CASE(values_can_be_compared_by_name) {
    BOOST_CHECK_EQUAL(rendered("{{ 1 is eq 1 }}{{ 1 is ne 1 }}{{ 1 is lt 2 }}{{ 1 is ge 2 }}"),
                      "TrueFalseTrueFalse");
    BOOST_CHECK_EQUAL(rendered("{{ 1 is in [1] }}{{ 1 is sameas true }}{{ 1 is sameas 1 }}"),
                      "TrueFalseTrue");
    BOOST_CHECK_EQUAL(rendered("{{ 'ab' is lower }}{{ 'AB' is upper }}{{ '1' is lower }}"),
                      "TrueTrueFalse");
}

BOOST_AUTO_TEST_CASE(filters_and_tests_can_be_asked_for_by_name) {
    BOOST_CHECK_EQUAL(rendered("{{ 'upper' is filter }}{{ 'x' is filter }}{{ 'odd' is test }}"),
                      "TrueFalseTrue");
}

}  // namespace
}  // namespace tined::templates
