#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(maps_have_those_of_python) {
    const char* const data = R"({"d": {"a": 1, "items": 2}})";
    BOOST_CHECK_EQUAL(rendered("{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}", data),
                      "a=1;items=2;");
    BOOST_CHECK_EQUAL(rendered("{{ d.keys() | list }}{{ d.values() | list }}", data),
                      "['a', 'items'][1, 2]");
    BOOST_CHECK_EQUAL(rendered("{{ d.get('a') }}{{ d.get('q') }}{{ d.get('q', 3) }}", data),
                      "1None3");
    BOOST_CHECK_EQUAL(rendered("{{ d.items }}", data), "2");
}

BOOST_AUTO_TEST_CASE(texts_have_those_that_templates_use) {
    BOOST_CHECK_EQUAL(rendered("{{ 'aB'.upper() }}{{ ' x '.strip() }}{{ 'xay'.strip('xy') }}"),
                      "ABxa");
    BOOST_CHECK_EQUAL(rendered("{{ 'a b  c'.split() }}{{ 'a,b,c'.split(',', 1) }}"),
                      "['a', 'b', 'c']['a', 'b,c']");
    BOOST_CHECK_EQUAL(rendered("{{ 'abc'.startswith('ab') }}{{ 'abc'.endswith(('x', 'c')) }}"),
                      "TrueTrue");
    BOOST_CHECK_EQUAL(rendered("{{ '-'.join(['a', 'b']) }}{{ 'abab'.count('ab') }}"), "a-b2");
    BOOST_CHECK_EQUAL(rendered("{{ [1, 2, 1].count(1) }}"), "2");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_told_with_what_may_be_meant) {
    BOOST_CHECK_EQUAL(rendered("{{ 'a'.uper() }}"),
                      "t:1:8: text has no method \"uper\"; did you mean \"upper\"?");
    BOOST_CHECK_EQUAL(rendered("{{ 1 .x() }}"), "t:1:7: an integer has no method \"x\"");
    BOOST_CHECK_EQUAL(rendered("{{ d.x() }}", R"({"d": {"x": 1}})"),
                      "t:1:6: an integer can't be called");
}

}  // namespace
}  // namespace tined::templates
