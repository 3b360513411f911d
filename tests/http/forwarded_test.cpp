#include "http/forwarded.hpp"

#include <boost/test/unit_test.hpp>
#include <initializer_list>
#include <string>

namespace tined::http {
namespace {

TrustedProxies trusting(std::initializer_list<const char*> entries) {
    TrustedProxies proxies;
    for (const char* entry : entries) BOOST_TEST_REQUIRE(proxies.add(entry).has_value(), entry);
    return proxies;
}

struct Case {
    std::string_view peer = "127.0.0.1";
    std::initializer_list<const char*> trusted = {"127.0.0.1", "10.0.0.0/8"};
    ForwardedBy family = ForwardedBy::x_forwarded;
    bool believes_host = false;
    std::string_view asked = "site.example";
};

std::expected<Requester, ForwardedError> find(const Case& how, std::initializer_list<Field> lines) {
    RequestHead head;
    head.authority = how.asked;
    for (const Field& line : lines) head.fields.add(line.name, line.value);
    const Peer peer = {.address = std::string(how.peer),
                       .forwarded_by = how.family,
                       .owes_preamble = false,
                       .speaks_for = nullptr};
    Requester client;
    const auto found = find_client(peer, head, trusting(how.trusted), how.believes_host, client);
    if (!found) return std::unexpected(found.error());
    return client;
}

/// "address protocol" of who asks, by X-Forwarded-For.
std::string client_of(std::string_view peer, std::initializer_list<Field> lines,
                      std::initializer_list<const char*> trusted = {"127.0.0.1", "10.0.0.0/8"}) {
    const auto client = find({.peer = peer, .trusted = trusted}, lines);
    BOOST_TEST_REQUIRE(client.has_value());
    BOOST_TEST(client->host == "site.example");
    return client->address + ' ' + client->protocol;
}

constexpr Case by_field = {.family = ForwardedBy::forwarded};

/// The same by Forwarded, a line each.
std::string forwarded_client(std::initializer_list<const char*> values) {
    RequestHead head;
    for (const char* value : values) head.fields.add("Forwarded", value);
    const Peer peer = {.address = "127.0.0.1",
                       .forwarded_by = ForwardedBy::forwarded,
                       .owes_preamble = false,
                       .speaks_for = nullptr};
    Requester client;
    const auto found =
        find_client(peer, head, trusting({"127.0.0.1", "10.0.0.0/8", "fd00::/8"}), false, client);
    BOOST_TEST_REQUIRE(found.has_value());
    return client.address + ' ' + client.protocol;
}

/// The host that trusted lines make of site.example; "?" if they are refused as `error`.
std::string host_of(std::initializer_list<Field> lines,
                    ForwardedBy family = ForwardedBy::x_forwarded,
                    ForwardedError error = ForwardedError::bad_host) {
    const auto client = find({.family = family, .believes_host = true}, lines);
    if (client) return client->host;
    BOOST_TEST((client.error() == error));
    return "?";
}

constexpr std::string_view xff = "X-Forwarded-For";
constexpr std::string_view proto = "X-Forwarded-Proto";
constexpr std::string_view host = "X-Forwarded-Host";
constexpr std::string_view port = "X-Forwarded-Port";

BOOST_AUTO_TEST_SUITE(forwarded)

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

BOOST_AUTO_TEST_CASE(forwarded_names_the_client_and_the_protocol) {
    BOOST_TEST(forwarded_client({"for=203.0.113.9"}) == "203.0.113.9 http");
    BOOST_TEST(forwarded_client({"for=203.0.113.9;proto=https"}) == "203.0.113.9 https");
    BOOST_TEST(forwarded_client({"For=\"[2001:DB8::1]:4711\";Proto=HTTPS;by=_p"}) ==
               "2001:db8::1 https");
    BOOST_TEST(forwarded_client({"proto=https"}) == "127.0.0.1 https");
    BOOST_TEST(forwarded_client({}) == "127.0.0.1 http");
    BOOST_TEST(forwarded_client({""}) == "127.0.0.1 http");
}

BOOST_AUTO_TEST_CASE(forwarded_is_walked_from_the_right_over_all_lines) {
    BOOST_TEST(forwarded_client({"for=6.6.6.6, for=203.0.113.9, for=10.0.0.1"}) ==
               "203.0.113.9 http");
    BOOST_TEST(forwarded_client({"for=6.6.6.6", "for=203.0.113.9;proto=https, for=10.0.0.1"}) ==
               "203.0.113.9 https");
    BOOST_TEST(forwarded_client({"for=203.0.113.9", "for=10.0.0.1", "for=\"[fd00::1]\""}) ==
               "203.0.113.9 http");
    BOOST_TEST(forwarded_client({"for=10.0.0.2, for=10.0.0.1"}) == "10.0.0.2 http");
}

BOOST_AUTO_TEST_CASE(a_client_without_an_address_ends_the_walk_at_the_proxy_that_knows_it) {
    BOOST_TEST(forwarded_client({"for=6.6.6.6, for=unknown;proto=https"}) == "127.0.0.1 https");
    BOOST_TEST(forwarded_client({"for=6.6.6.6, for=_hidden, for=10.0.0.1"}) == "10.0.0.1 http");
    BOOST_TEST(forwarded_client({"for=6.6.6.6, by=10.0.0.9;proto=https"}) == "127.0.0.1 https");
}

BOOST_AUTO_TEST_CASE(what_the_client_wrote_itself_is_neither_believed_nor_refused) {
    BOOST_TEST(forwarded_client({"for=\"", "for=203.0.113.9"}) == "203.0.113.9 http");
    BOOST_TEST(forwarded_client({"for=nobody", "for=203.0.113.9"}) == "203.0.113.9 http");
    BOOST_TEST(forwarded_client({"for=nobody, for=203.0.113.9"}) == "203.0.113.9 http");
}

BOOST_AUTO_TEST_CASE(a_quote_that_the_client_left_open_does_not_swallow_the_proxys_word) {
    for (const char* value : {"for=\", for=203.0.113.9", "for=\", for=\"[2001:db8::1]\"",
                              "for=6.6.6.6;x=\", for=\"[2001:db8::1]:80\""}) {
        const auto client = find(by_field, {{"Forwarded", value}});
        BOOST_TEST((!client && client.error() == ForwardedError::bad_element), value);
    }
}

BOOST_AUTO_TEST_CASE(a_node_that_is_reached_and_means_nothing_is_refused) {
    const auto client = find(by_field, {{"Forwarded", "for=nobody, for=10.0.0.1"}});
    BOOST_TEST((!client && client.error() == ForwardedError::bad_node));
}

BOOST_AUTO_TEST_CASE(only_the_family_that_was_chosen_is_believed) {
    const auto by_forwarded = find(by_field, {{xff, "6.6.6.6"}, {proto, "https"}, {host, "evil"}});
    BOOST_TEST(by_forwarded->address == "127.0.0.1");
    BOOST_TEST(by_forwarded->protocol == "http");
    const auto by_proxy = find({.family = ForwardedBy::proxy, .believes_host = true},
                               {{xff, "6.6.6.6"}, {"Forwarded", "for=6.6.6.6"}, {host, "evil"}});
    BOOST_TEST(by_proxy->address == "127.0.0.1");
    BOOST_TEST(by_proxy->host == "site.example");
}

BOOST_AUTO_TEST_CASE(what_proxys_preamble_told_is_the_client) {
    Peer peer = {.address = "10.0.0.1",
                 .forwarded_by = ForwardedBy::proxy,
                 .owes_preamble = true,
                 .speaks_for = nullptr};
    peer.take_preamble("203.0.113.9");
    BOOST_TEST(!peer.owes_preamble);
    Requester client;
    BOOST_TEST(
        find_client(peer, RequestHead(), trusting({"10.0.0.0/8"}), false, client).has_value());
    BOOST_TEST(client.address == "203.0.113.9");
    peer = {.address = "10.0.0.1",
            .forwarded_by = ForwardedBy::proxy,
            .owes_preamble = true,
            .speaks_for = nullptr};
    peer.take_preamble("");
    BOOST_TEST(peer.client() == "10.0.0.1");
}

BOOST_AUTO_TEST_CASE(a_host_is_believed_only_where_that_is_allowed) {
    for (const ForwardedBy family : {ForwardedBy::x_forwarded, ForwardedBy::forwarded}) {
        const auto client = find({.family = family, .asked = "Site.Example"},
                                 {{host, "evil"}, {port, "1"}, {"Forwarded", "host=evil"}});
        BOOST_TEST(client->host == "site.example");
    }
    const auto stranger = find({.peer = "198.51.100.1", .believes_host = true}, {{host, "evil"}});
    BOOST_TEST(stranger->host == "site.example");
}

BOOST_AUTO_TEST_CASE(a_trusted_proxy_tells_the_host_that_its_client_asked_for) {
    BOOST_TEST(host_of({{host, "Shop.Example"}}) == "shop.example");
    BOOST_TEST(host_of({{host, "shop.example:8443"}}) == "shop.example:8443");
    BOOST_TEST(host_of({{host, "[2001:db8::1]"}}) == "[2001:db8::1]");
    BOOST_TEST(host_of({{xff, "203.0.113.9, 10.0.0.1"}, {host, "first.example, second.example"}}) ==
               "first.example");
    BOOST_TEST(host_of({{xff, "203.0.113.9"}, {host, "evil.example, second.example"}}) ==
               "second.example");
    for (const char* wrong : {"", "a b", "a,", "shop.example/x", "user@shop", "shop:99999"}) {
        BOOST_TEST(host_of({{host, wrong}}) == "?", wrong);
    }
}

BOOST_AUTO_TEST_CASE(forwarded_tells_the_host_too) {
    const ForwardedBy family = ForwardedBy::forwarded;
    BOOST_TEST(host_of({{"Forwarded", "host=Shop.Example"}}, family) == "shop.example");
    BOOST_TEST(host_of({{"Forwarded", "host=\"shop.example:8443\""}}, family) ==
               "shop.example:8443");
    BOOST_TEST(host_of({{"Forwarded", "for=6.6.6.6;host=evil, for=203.0.113.9"}}, family) ==
               "site.example");
    BOOST_TEST(host_of({{"Forwarded", "host=\"a b\""}}, family) == "?");
    BOOST_TEST(host_of({{"Forwarded", "host=\"\""}}, family) == "?");
}

BOOST_AUTO_TEST_CASE(a_port_is_added_to_a_host_that_names_none) {
    BOOST_TEST(host_of({{port, "8443"}}) == "site.example:8443");
    BOOST_TEST(host_of({{host, "shop.example"}, {port, "8443"}}) == "shop.example:8443");
    BOOST_TEST(host_of({{host, "shop.example:1"}, {port, "8443"}}) == "shop.example:1");
    BOOST_TEST(host_of({{host, "[::1]"}, {port, "8443"}}) == "[::1]:8443");
    BOOST_TEST(host_of({{host, "[::1]:1"}, {port, "8443"}}) == "[::1]:1");
    BOOST_TEST(host_of({{port, "80"}}) == "site.example");
    BOOST_TEST(host_of({{proto, "https"}, {port, "443"}}) == "site.example");
    BOOST_TEST(host_of({{proto, "https"}, {port, "80"}}) == "site.example:80");
    for (const char* wrong : {"", "0", "65536", "http", "-1"}) {
        const auto seen =
            host_of({{port, wrong}}, ForwardedBy::x_forwarded, ForwardedError::bad_port);
        BOOST_TEST(seen == "?", wrong);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
