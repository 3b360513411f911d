#include "event/socket_address.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>

#include "tests/event/sockets.hpp"

namespace {

using tined::event::local_address;
using tined::event::parse_address;
using namespace std::string_view_literals;

}  // namespace

BOOST_AUTO_TEST_SUITE(socket_address)

BOOST_AUTO_TEST_CASE(numeric_addresses_of_both_families_are_read_and_written) {
    BOOST_TEST(parse_address("127.0.0.1", 80).value().text() == "127.0.0.1:80");
    BOOST_TEST(parse_address("::1", 65535).value().text() == "[::1]:65535");
    BOOST_TEST(parse_address("2001:DB8::0", 1).value().text() == "[2001:db8::]:1");
}

BOOST_AUTO_TEST_CASE(what_is_no_numeric_address_is_refused) {
    for (const auto text : {""sv, "localhost"sv, "127.0.0"sv, "127.0.0.256"sv, "[::1]"sv, ":"sv,
                            "127.0.0.1 "sv, "127.0.0.1\0x"sv}) {
        BOOST_TEST(!parse_address(text, 80).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(a_sockets_own_address_can_be_asked) {
    const auto listening = tests::make_listening_socket();
    const auto address = local_address(listening.get());
    BOOST_TEST_REQUIRE(address.has_value());
    BOOST_TEST(address->text().starts_with("127.0.0.1:"));
    const auto pair = tests::make_socket_pair();
    BOOST_TEST(local_address(pair.near.get()).value().text() == "unix");
    BOOST_TEST(local_address(-1).error().code() == EBADF);
}

BOOST_AUTO_TEST_SUITE_END()
