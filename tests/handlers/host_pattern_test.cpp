#include "handlers/host_pattern.hpp"

#include <boost/test/unit_test.hpp>

using namespace tined::handlers;

BOOST_AUTO_TEST_SUITE(host_patterns)

BOOST_AUTO_TEST_CASE(a_host_is_kept_in_lower_case) {
    const auto host = parse_host_pattern("Intra.Example.COM");
    BOOST_REQUIRE(host.has_value());
    BOOST_TEST(host->name == "intra.example.com");
    BOOST_TEST(!host->is_wildcard);
}

BOOST_AUTO_TEST_CASE(a_wildcard_keeps_what_follows_the_star) {
    const auto host = parse_host_pattern("*.example.com");
    BOOST_REQUIRE(host.has_value());
    BOOST_TEST(host->name == ".example.com");
    BOOST_TEST(host->is_wildcard);
}

BOOST_AUTO_TEST_CASE(addresses_are_hosts_too) {
    BOOST_TEST(parse_host_pattern("127.0.0.1").has_value());
    BOOST_TEST(parse_host_pattern("[::1]").has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_host_is_refused) {
    for (const char* text : {"", "*", "*.", "a..b", "a.", ".a", "a.*.b", "*a.b", "a:80", "http://a",
                             "[::1]:80", "a b", "[x]"}) {
        BOOST_TEST(!parse_host_pattern(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(the_port_and_the_last_dot_are_not_of_the_host) {
    BOOST_TEST(host_of("a.example:8080") == "a.example");
    BOOST_TEST(host_of("a.example.") == "a.example");
    BOOST_TEST(host_of("a.example.:80") == "a.example");
    BOOST_TEST(host_of("[::1]:80") == "[::1]");
    BOOST_TEST(host_of("[::1]") == "[::1]");
    BOOST_TEST(host_of("") == "");
}

BOOST_AUTO_TEST_SUITE_END()
