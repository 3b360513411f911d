#include "http/repair.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::http {
namespace {

BOOST_AUTO_TEST_SUITE(repair)

BOOST_AUTO_TEST_CASE(text_that_is_utf_8_stays) {
    BOOST_TEST(repair_utf8("") == "");
    BOOST_TEST(repair_utf8("a\xc3\xa9\xf0\x9f\x98\x80") == "a\xc3\xa9\xf0\x9f\x98\x80");
}

BOOST_AUTO_TEST_CASE(each_byte_of_no_sequence_is_replaced) {
    BOOST_TEST(repair_utf8("a\xff"
                           "b\xc3") ==
               "a\xef\xbf\xbd"
               "b\xef\xbf\xbd");
    BOOST_TEST(repair_utf8("\xc0\xae") == "\xef\xbf\xbd\xef\xbf\xbd");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
