#include "config/address.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::config {
namespace {

BOOST_AUTO_TEST_SUITE(address)

BOOST_AUTO_TEST_CASE(what_is_read_is_written_the_same) {
    for (const char* text : {"127.0.0.1:8888", "0.0.0.0:0", "[::1]:80", "[fe80::1]:65535",
                             "localhost:80", "a-b.example.com:1", "unix:/run/tined.sock"}) {
        const auto parsed = parse_address(text);
        BOOST_REQUIRE_MESSAGE(parsed.has_value(), text);
        BOOST_TEST(to_string(*parsed) == text);
    }
}

BOOST_AUTO_TEST_CASE(an_ipv6_address_loses_its_brackets) {
    const auto parsed = parse_address("[::1]:80");
    BOOST_REQUIRE(parsed.has_value());
    BOOST_CHECK(std::get<TcpAddress>(*parsed) == (TcpAddress{"::1", 80}));
}

BOOST_AUTO_TEST_CASE(what_is_no_address_is_refused_with_a_reason) {
    for (const char* text :
         {"", "8888", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536",
          "127.0.0.1:-1", "1.2.3:80", "256.1.1.1:80", "::1:80", "[::1]", "[::1]80", "[::g]:80",
          "[]:80", "a b:80", "unix:"}) {
        const auto parsed = parse_address(text);
        BOOST_REQUIRE_MESSAGE(!parsed.has_value(), text);
        BOOST_TEST(parsed.error().starts_with("expected an address such as"));
    }
}

BOOST_AUTO_TEST_CASE(the_path_of_a_socket_has_the_length_that_the_kernel_takes) {
    BOOST_TEST(parse_address("unix:" + std::string(107, 'x')).has_value());
    BOOST_TEST(!parse_address("unix:" + std::string(108, 'x')).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(systemds_sockets_are_all_or_those_of_a_name) {
    BOOST_TEST((parse_address("systemd").value() == Address(SystemdAddress{})));
    BOOST_TEST((parse_address("systemd:http").value() == Address(SystemdAddress{"http"})));
    BOOST_TEST(to_string(SystemdAddress{}) == "systemd");
    BOOST_TEST(to_string(SystemdAddress{"http"}) == "systemd:http");
    BOOST_TEST(!parse_address("systemd:").has_value());
}

}  // namespace
}  // namespace tined::config
