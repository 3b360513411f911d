// PROXY's preamble on a connection: http/connection.hpp, http/peer.hpp.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>
#include <string_view>

#include "tests/http/serving_fixture.hpp"
#include "tests/support/split_points.hpp"

using namespace std::chrono_literals;
using namespace std::string_literals;
using tined::tests::Client;
using tined::tests::ServingFixture;
namespace http = tined::http;

namespace {

const std::string line = "PROXY TCP4 203.0.113.9 10.0.0.1 50000 80\r\n";
const std::string binary =
    "\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c\xcb\x00\x71\x09\x0a\x00\x00\x01\xc3\x50\x00\x50"s;
const std::string get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string last = "GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

struct PreambleFixture : ServingFixture {
    PreambleFixture() {
        family = http::ForwardedBy::proxy;
        BOOST_REQUIRE(settings.trusted_proxies.add("127.0.0.1").has_value());
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(preamble_connection, PreambleFixture)

BOOST_AUTO_TEST_CASE(the_client_of_the_preamble_asks_all_that_follows) {
    start();
    for (const std::string& preamble : {line, binary}) {
        seen.finished.clear();
        BOOST_TEST(ask(preamble + get + last).find("GET /b") != std::string::npos);
        BOOST_TEST_REQUIRE(seen.finished.size() == 2U);
        for (const auto& record : seen.finished) {
            BOOST_TEST(record.address == "203.0.113.9");
            BOOST_TEST(record.peer == "127.0.0.1");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_preamble_may_come_in_pieces) {
    start();
    for (const std::string& preamble : {line, binary}) {
        tined::tests::at_every_split(preamble, [&](std::string_view first, std::string_view rest) {
            Client client = connect();
            client.send(first);
            turn(2);
            client.send(std::string(rest) + last);
            until([&] { return client.is_ended(); });
            BOOST_TEST(client.heard().find("GET /b") != std::string::npos);
            BOOST_TEST(seen.finished.back().address == "203.0.113.9");
        });
    }
}

BOOST_AUTO_TEST_CASE(a_preamble_may_come_long_before_the_first_request) {
    start();
    Client client = connect();
    client.send(line);
    turn(5);
    BOOST_TEST(server->counts().open == 1U);
    client.send(last);
    until([&] { return client.is_ended(); });
    BOOST_TEST(seen.finished.back().address == "203.0.113.9");
}

BOOST_AUTO_TEST_CASE(a_proxy_that_speaks_for_itself_is_the_client) {
    start();
    for (const std::string& preamble :
         {"PROXY UNKNOWN\r\n"s, "\r\n\r\n\0\r\nQUIT\n\x20\x00\x00\x00"s}) {
        BOOST_TEST(ask(preamble + last).find("GET /b") != std::string::npos);
        BOOST_TEST(seen.finished.back().address == "127.0.0.1");
    }
}

BOOST_AUTO_TEST_CASE(a_preamble_that_is_missing_or_malformed_is_400) {
    start();
    for (const std::string& sent :
         {last, "PROXY TCP4 203.0.113.9\r\n" + last, "\r\n\r\n\0\r\nQUIT\n\x31"s + last}) {
        const std::string answer = ask(sent);
        BOOST_TEST(answer.starts_with("HTTP/1.1 400 "), answer);
        BOOST_TEST(seen.finished.back().address == "127.0.0.1");
        BOOST_TEST(seen.finished.back().target == "");
        BOOST_TEST(seen.finished.back().id.size() == 16U);
    }
}

BOOST_AUTO_TEST_CASE(a_second_preamble_is_400) {
    start();
    const std::string answer = ask(line + get + line + last);
    BOOST_TEST(answer.find("GET /a") != std::string::npos);
    BOOST_TEST(answer.find("HTTP/1.1 400 ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_preamble_that_does_not_become_whole_in_time_is_408) {
    settings.limits.header_timeout = 20ms;
    start();
    Client client = connect();
    client.send(line.substr(0, 9));
    until([&] { return client.is_ended(); });
    BOOST_TEST(client.heard().starts_with("HTTP/1.1 408 "));
}

BOOST_AUTO_TEST_CASE(a_client_that_leaves_within_the_preamble_gets_no_answer) {
    start();
    Client client = connect();
    client.send(line.substr(0, 9));
    client.finish_sending();
    until([&] { return client.is_ended(); });
    BOOST_TEST(client.heard() == "");
    BOOST_TEST(seen.finished.empty());
}

BOOST_AUTO_TEST_CASE(from_a_stranger_a_preamble_is_a_bad_request) {
    settings.trusted_proxies = {};
    BOOST_REQUIRE(settings.trusted_proxies.add("10.0.0.0/8").has_value());
    start();
    for (const std::string& preamble : {line, binary}) {
        BOOST_TEST(ask(preamble + last).starts_with("HTTP/1.1 400 "));
    }
    BOOST_TEST(ask(last).starts_with("HTTP/1.1 200 "));
    BOOST_TEST(seen.finished.back().address == "127.0.0.1");
}

BOOST_AUTO_TEST_CASE(where_none_is_due_a_preamble_is_a_bad_request) {
    family = http::ForwardedBy::x_forwarded;
    start();
    for (const std::string& preamble : {line, binary, "PROXY UNKNOWN\r\n"s}) {
        BOOST_TEST(ask(preamble + last).starts_with("HTTP/1.1 400 "));
    }
}

BOOST_AUTO_TEST_SUITE_END()
