#include "http/trusted_proxies.hpp"

#include <boost/test/unit_test.hpp>
#include <initializer_list>

namespace tined::http {
namespace {

TrustedProxies trusting(std::initializer_list<const char*> entries) {
    TrustedProxies proxies;
    for (const char* entry : entries) BOOST_TEST_REQUIRE(proxies.add(entry).has_value(), entry);
    return proxies;
}

bool contains(const TrustedProxies& proxies, const char* address) {
    return proxies.contains(Address::parse(address).value());
}

std::string error_of(const char* entry) {
    TrustedProxies proxies;
    const auto added = proxies.add(entry);
    BOOST_TEST_REQUIRE(!added.has_value(), entry);
    return added.error();
}

BOOST_AUTO_TEST_SUITE(trusted_proxies)

BOOST_AUTO_TEST_CASE(a_network_contains_its_addresses) {
    const TrustedProxies proxies = trusting({"10.1.0.0/16", "192.0.2.128/25", "fd00::/8", "::1"});
    for (const char* address :
         {"10.1.2.3", "192.0.2.128", "192.0.2.255", "fd12::1", "::1", "::ffff:10.1.0.0"}) {
        BOOST_TEST(contains(proxies, address), address);
    }
    for (const char* address : {"10.2.0.0", "192.0.2.127", "fe00::1", "::2", "0.0.0.1"}) {
        BOOST_TEST(!contains(proxies, address), address);
    }
    BOOST_TEST(contains(trusting({"0.0.0.0/0"}), "8.8.8.8"));
    BOOST_TEST(!contains(trusting({"0.0.0.0/0"}), "2001:db8::1"));
    BOOST_TEST(contains(trusting({"::/0"}), "8.8.8.8"));
    BOOST_TEST(contains(trusting({"1.2.3.4/32"}), "1.2.3.4"));
}

BOOST_AUTO_TEST_CASE(an_entry_that_is_none_is_told) {
    BOOST_TEST(error_of("proxy.example") ==
               "\"proxy.example\" is no address, no network like 10.0.0.0/8 and not unix");
    BOOST_TEST(error_of("10.0.0.0/33") ==
               "\"10.0.0.0/33\": the bits of the network go from 0 to 32");
    BOOST_TEST(error_of("::1/129") == "\"::1/129\": the bits of the network go from 0 to 128");
    BOOST_TEST(error_of("10.0.0.0/").ends_with("go from 0 to 32"));
    BOOST_TEST(error_of("10.0.0.1/8") == "\"10.0.0.1/8\": there are bits set behind the network's");
}

BOOST_AUTO_TEST_CASE(a_peer_is_trusted_by_its_address_and_a_unix_peer_by_that_name) {
    BOOST_TEST(trusting({"10.0.0.0/8"}).trusts("10.1.2.3"));
    BOOST_TEST(!trusting({"10.0.0.0/8"}).trusts("11.1.2.3"));
    BOOST_TEST(!trusting({"10.0.0.0/8"}).trusts("unix"));
    BOOST_TEST(trusting({"unix:"}).trusts("unix"));
    BOOST_TEST(!trusting({"unix"}).trusts("10.1.2.3"));
    BOOST_TEST(!TrustedProxies().trusts("unix"));
    BOOST_TEST(!TrustedProxies().trusts("127.0.0.1"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
