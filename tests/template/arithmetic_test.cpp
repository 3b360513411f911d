#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(division_is_that_of_python) {
    BOOST_CHECK_EQUAL(rendered("{{ 7 / 2 }} {{ 6 / 2 }}"), "3.5 3.0");
    BOOST_CHECK_EQUAL(rendered("{{ 7 // 2 }} {{ -7 // 2 }} {{ 7 // -2 }}"), "3 -4 -4");
    BOOST_CHECK_EQUAL(rendered("{{ 7 % 3 }} {{ -7 % 3 }} {{ 7 % -3 }}"), "1 2 -2");
    BOOST_CHECK_EQUAL(rendered("{{ 7.5 // 2 }} {{ -7.5 % 2 }}"), "3.0 0.5");
    BOOST_CHECK_EQUAL(rendered("{{ 1 / 0 }}"), "t:1:6: division by zero");
    BOOST_CHECK_EQUAL(rendered("{{ 1 // 0 }}"), "t:1:6: division by zero");
    BOOST_CHECK_EQUAL(rendered("{{ 1.0 % 0 }}"), "t:1:8: division by zero");
}

BOOST_AUTO_TEST_CASE(powers_are_whole_where_they_can_be) {
    BOOST_CHECK_EQUAL(rendered("{{ 2 ** 10 }} {{ 2 ** -1 }} {{ 0.5 ** 2 }}"), "1024 0.5 0.25");
    BOOST_CHECK_EQUAL(rendered("{{ (-1) ** 9223372036854775807 }}"), "-1");
    BOOST_CHECK_EQUAL(rendered("{{ 0 ** -1 }}"), "t:1:6: division by zero");
}

BOOST_AUTO_TEST_CASE(integers_do_not_wrap) {
    const char* const message = "t:1:24: the result needs more than 64 bits";
    BOOST_CHECK_EQUAL(rendered("{{ 9223372036854775807 + 1 }}"), message);
    BOOST_CHECK_EQUAL(rendered("{{ 9223372036854775807 * 2 }}"), message);
    BOOST_CHECK_EQUAL(rendered("{{ 9223372036854775807 ** 2 }}"), message);
    BOOST_CHECK_EQUAL(rendered("{{ (-9223372036854775807 - 1) // -1 }}"),
                      "t:1:31: the result needs more than 64 bits");
    BOOST_CHECK_EQUAL(rendered("{{ (-9223372036854775807 - 1) % -1 }}"), "0");
    BOOST_CHECK_EQUAL(rendered("{{ -(-9223372036854775807 - 1) }}"),
                      "t:1:4: the result needs more than 64 bits");
}

BOOST_AUTO_TEST_CASE(booleans_are_numbers) {
    BOOST_CHECK_EQUAL(rendered("{{ true + 1 }} {{ -true }} {{ +true }}"), "2 -1 1");
}

}  // namespace
}  // namespace tined::templates
