#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(int_reads_what_python_reads) {
    BOOST_CHECK_EQUAL(rendered("{{ '42' | int }} {{ ' 4_2 ' | int }} {{ 'x' | int }}"), "42 42 0");
    BOOST_CHECK_EQUAL(rendered("{{ '3.9' | int }} {{ -3.9 | int }} {{ '1e3' | int }}"),
                      "3 -3 1000");
    BOOST_CHECK_EQUAL(rendered("{{ '0x1f' | int(base=16) }} {{ 'x' | int(7) }}"), "31 7");
    BOOST_CHECK_EQUAL(rendered("{{ 1e300 | int(-1) }}"), "-1");
}

BOOST_AUTO_TEST_CASE(float_gives_its_default_for_what_is_no_number) {
    BOOST_CHECK_EQUAL(rendered("{{ '2.50' | float }} {{ 'x' | float }} {{ 'x' | float(1) }}"),
                      "2.5 0.0 1");
}

BOOST_AUTO_TEST_CASE(round_is_half_to_even_of_the_number_as_it_is) {
    BOOST_CHECK_EQUAL(rendered("{{ 2.5 | round }} {{ 3.5 | round }} {{ 2.675 | round(2) }}"),
                      "2.0 4.0 2.67");
    BOOST_CHECK_EQUAL(rendered("{{ 42.55 | round(1, 'floor') }} {{ 42.55 | round(1, 'ceil') }}"),
                      "42.5 42.6");
    BOOST_CHECK_EQUAL(rendered("{{ 7 | round }} {{ 1234 | round(-2) }}"), "7 1200");
}

BOOST_AUTO_TEST_CASE(sums_may_be_of_an_attribute_and_have_a_start) {
    BOOST_CHECK_EQUAL(rendered("{{ [1, 2.5] | sum }} {{ [] | sum(start=3) }}"), "3.5 3");
    BOOST_CHECK_EQUAL(rendered("{{ l | sum('n') }}", R"({"l": [{"n": 1}, {"n": 2}]})"), "3");
}

BOOST_AUTO_TEST_CASE(sizes_are_written_for_people) {
    BOOST_CHECK_EQUAL(rendered("{{ 1 | filesizeformat }} {{ 999 | filesizeformat }}"),
                      "1 Byte 999 Bytes");
    BOOST_CHECK_EQUAL(rendered("{{ 1500000 | filesizeformat }} {{ 2048 | filesizeformat(true) }}"),
                      "1.5 MB 2.0 KiB");
}

BOOST_AUTO_TEST_CASE(what_is_no_number_has_no_absolute_value) {
    BOOST_CHECK_EQUAL(rendered("{{ -2 | abs }} {{ -2.5 | abs }}"), "2 2.5");
    BOOST_CHECK_EQUAL(rendered("{{ 'a' | abs }}"), "t:1:10: abs: wants a number, not text");
}

}  // namespace
}  // namespace tined::templates
