#include "http/address.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::http {
namespace {

using namespace std::string_view_literals;

BOOST_AUTO_TEST_SUITE(address)

BOOST_AUTO_TEST_CASE(an_address_is_written_back_in_its_shortest_form) {
    BOOST_TEST(Address::parse("203.0.113.9")->text() == "203.0.113.9");
    BOOST_TEST(Address::parse("::ffff:203.0.113.9")->text() == "203.0.113.9");
    BOOST_TEST(Address::parse("2001:DB8:0:0::1")->text() == "2001:db8::1");
    for (const char* text : {"", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.4 ", "[::1]", "::1%lo",
                             "localhost", "1.2.3.4:80"}) {
        BOOST_TEST(!Address::parse(text), text);
    }
    BOOST_TEST(!Address::parse(std::string_view("::1\0", 4)));
}

BOOST_AUTO_TEST_CASE(an_address_is_made_of_its_bytes) {
    BOOST_TEST(Address::from_bytes("\xcb\x00\x71\x09"sv)->text() == "203.0.113.9");
    BOOST_TEST(Address::from_bytes("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1"sv)->text() ==
               "2001:db8::1");
    BOOST_TEST((Address::from_bytes("\xcb\x00\x71\x09"sv) == Address::parse("203.0.113.9")));
    for (const std::string_view bytes : {""sv, "abc"sv, "abcde"sv, "seventeen bytes.."sv}) {
        BOOST_TEST(!Address::from_bytes(bytes), bytes);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
