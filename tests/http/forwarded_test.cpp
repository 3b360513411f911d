#include "http/forwarded.hpp"

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

/// "address protocol" of who asks.
std::string client_of(std::string_view peer, std::initializer_list<Field> lines,
                      std::initializer_list<const char*> trusted = {"127.0.0.1", "10.0.0.0/8"}) {
    Fields fields;
    for (const Field& line : lines) fields.add(line.name, line.value);
    Client client;
    find_client(peer, fields, trusting(trusted), ForwardedBy::x_forwarded, client);
    return client.address + ' ' + client.protocol;
}

constexpr std::string_view xff = "X-Forwarded-For";
constexpr std::string_view proto = "X-Forwarded-Proto";

BOOST_AUTO_TEST_SUITE(forwarded)

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

BOOST_AUTO_TEST_CASE(a_peer_that_is_not_trusted_speaks_for_itself) {
    BOOST_TEST(client_of("198.51.100.1", {{xff, "1.1.1.1"}, {proto, "https"}}) ==
               "198.51.100.1 http");
    BOOST_TEST(client_of("127.0.0.1", {{xff, "1.1.1.1"}}, {}) == "127.0.0.1 http");
}

BOOST_AUTO_TEST_CASE(a_trusted_peer_names_the_client) {
    BOOST_TEST(client_of("127.0.0.1", {{xff, "203.0.113.9"}, {proto, "https"}}) ==
               "203.0.113.9 https");
    BOOST_TEST(client_of("127.0.0.1", {}) == "127.0.0.1 http");
}

BOOST_AUTO_TEST_CASE(trusted_addresses_are_passed_over_from_the_right) {
    BOOST_TEST(client_of("127.0.0.1", {{xff, "203.0.113.9, 127.0.0.1"}}) == "203.0.113.9 http");
    BOOST_TEST(client_of("127.0.0.1", {{xff, "6.6.6.6, 203.0.113.9 , 10.1.1.1"}}) ==
               "203.0.113.9 http");
    BOOST_TEST(client_of("127.0.0.1", {{xff, "10.0.0.7, 10.0.0.8"}}) == "10.0.0.7 http");
}

BOOST_AUTO_TEST_CASE(several_lines_are_one_list) {
    BOOST_TEST(client_of("127.0.0.1", {{xff, "6.6.6.6"}, {xff, "203.0.113.9, 10.0.0.1"}}) ==
               "203.0.113.9 http");
}

BOOST_AUTO_TEST_CASE(what_is_no_address_ends_the_walk) {
    BOOST_TEST(client_of("127.0.0.1", {{xff, "6.6.6.6, unknown"}}) == "127.0.0.1 http");
    BOOST_TEST(client_of("127.0.0.1", {{xff, "6.6.6.6, <x>, 10.0.0.1"}}) == "10.0.0.1 http");
    BOOST_TEST(client_of("127.0.0.1", {{xff, "6.6.6.6,"}}) == "127.0.0.1 http");
    BOOST_TEST(client_of("127.0.0.1", {{xff, "6.6.6.6, 1.2.3.4:99999"}}) == "127.0.0.1 http");
}

BOOST_AUTO_TEST_CASE(a_port_behind_an_address_is_passed_over) {
    BOOST_TEST(client_of("127.0.0.1", {{xff, "203.0.113.9:5000"}}) == "203.0.113.9 http");
    BOOST_TEST(client_of("127.0.0.1", {{xff, "[2001:db8::1]:5000"}}) == "2001:db8::1 http");
    BOOST_TEST(client_of("127.0.0.1", {{xff, "[2001:db8::1]"}}) == "2001:db8::1 http");
    BOOST_TEST(client_of("127.0.0.1", {{xff, "2001:db8::1"}}) == "2001:db8::1 http");
}

BOOST_AUTO_TEST_CASE(the_protocol_is_taken_from_the_same_step) {
    BOOST_TEST(client_of("127.0.0.1", {{xff, "203.0.113.9, 10.0.0.1"}, {proto, "https, http"}}) ==
               "203.0.113.9 https");
    BOOST_TEST(client_of("127.0.0.1", {{xff, "6.6.6.6, 203.0.113.9"}, {proto, "https, http"}}) ==
               "203.0.113.9 http");
    BOOST_TEST(client_of("127.0.0.1", {{xff, "203.0.113.9, 10.0.0.1"}, {proto, "HTTPS"}}) ==
               "203.0.113.9 https");
    BOOST_TEST(client_of("127.0.0.1", {{proto, "https"}}) == "127.0.0.1 https");
    BOOST_TEST(client_of("127.0.0.1", {{proto, "gopher"}}) == "127.0.0.1 http");
}

BOOST_AUTO_TEST_CASE(a_unix_peer_is_trusted_by_that_name) {
    BOOST_TEST(client_of("unix", {{xff, "203.0.113.9"}}, {"unix:"}) == "203.0.113.9 http");
    BOOST_TEST(client_of("unix", {{xff, "203.0.113.9"}}, {"127.0.0.1"}) == "unix http");
    BOOST_TEST(client_of("127.0.0.1", {{xff, "203.0.113.9"}}, {"unix"}) == "127.0.0.1 http");
}

BOOST_AUTO_TEST_CASE(other_families_of_fields_are_not_believed) {
    BOOST_TEST(client_of("127.0.0.1", {{"Forwarded", "for=6.6.6.6;proto=https"},
                                       {"X-Real-IP", "6.6.6.6"}}) == "127.0.0.1 http");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
