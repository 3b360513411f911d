#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(directives_are_those_of_python) {
    BOOST_CHECK_EQUAL(rendered("{{ '%s|%5s|%-5s|%.2s' | format('a', 'b', 'c', 'defg') }}"),
                      "a|    b|c    |de");
    BOOST_CHECK_EQUAL(rendered("{{ '%d|%05d|%+d|% d|%x|%#X|%o' % (1, 2, 3, 4, 255, 255, 8) }}"),
                      "1|00002|+3| 4|ff|0XFF|10");
    BOOST_CHECK_EQUAL(rendered("{{ '%.2f|%8.3f|%e|%g' % (1.005, -2.5, 12345.678, 0.0001) }}"),
                      "1.00|  -2.500|1.234568e+04|0.0001");
    BOOST_CHECK_EQUAL(rendered("{{ '%c%c %r %%' % (65, 'b', 'q') }}"), "Ab 'q' %");
    BOOST_CHECK_EQUAL(rendered("{{ '%(a)s-%(b)d' % {'a': 1, 'b': 2} }}"), "1-2");
    BOOST_CHECK_EQUAL(rendered("{{ '%(a)s' | format(a='x') }}"), "x");
    BOOST_CHECK_EQUAL(rendered("{{ '%d' % (-9223372036854775807 - 1) }}"), "-9223372036854775808");
}

BOOST_AUTO_TEST_CASE(values_and_places_must_be_as_many) {
    BOOST_CHECK_EQUAL(rendered("{{ '%s' % () }}"),
                      "t:1:9: there are fewer values than places for them");
    BOOST_CHECK_EQUAL(rendered("{{ 'a' % 1 }}"),
                      "t:1:8: there are more values than places for them");
    BOOST_CHECK_EQUAL(rendered("{{ '%d' % 'a' }}"), "t:1:9: %d wants a number, not text");
    BOOST_CHECK_EQUAL(rendered("{{ '%y' % 1 }}"), "t:1:9: unknown directive %y");
    BOOST_CHECK_EQUAL(rendered("{{ '%' % 1 }}"), "t:1:8: a % stands at the end");
    BOOST_CHECK_EQUAL(rendered("{{ '%99999999s' % 1 }}"),
                      "t:1:17: a width or precision is more than 10000");
}

}  // namespace
}  // namespace tined::templates
