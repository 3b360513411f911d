#include <boost/test/unit_test.hpp>

#include "template/string_literal.hpp"
#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(escapes_are_those_of_python) {
    BOOST_CHECK_EQUAL(unescape_string_literal(R"('a\n\t\\\'\"\x41\u00e9\U0001F600\101')").value(),
                      "a\n\t\\'\"A\u00e9\U0001F600A");
    BOOST_CHECK_EQUAL(unescape_string_literal("'a\\\nb'").value(), "ab");
    BOOST_CHECK_EQUAL(unescape_string_literal(R"('\q')").value(), "\\q");
}

BOOST_AUTO_TEST_CASE(an_escape_that_is_no_character_is_refused) {
    BOOST_CHECK(!unescape_string_literal(R"('\xzz')"));
    BOOST_CHECK(!unescape_string_literal(R"('\ud800')"));
    BOOST_CHECK(!unescape_string_literal(R"('\U00110000')"));
}

BOOST_AUTO_TEST_CASE(integers_may_have_another_base_and_underscores) {
    BOOST_CHECK_EQUAL(parse_integer_literal("1_000").value(), 1000);
    BOOST_CHECK_EQUAL(parse_integer_literal("0x1f").value(), 31);
    BOOST_CHECK_EQUAL(parse_integer_literal("0o17").value(), 15);
    BOOST_CHECK_EQUAL(parse_integer_literal("0b101").value(), 5);
    BOOST_CHECK(!parse_integer_literal("0z1"));
    BOOST_CHECK(!parse_integer_literal("1__0"));
    BOOST_CHECK(!parse_integer_literal("0777"));
    BOOST_CHECK_EQUAL(parse_integer_literal("00").value(), 0);
    BOOST_CHECK(!parse_integer_literal("9223372036854775808"));
}

}  // namespace
}  // namespace tined::templates
