// http::Client over TLS; what is verified is held by tests/event/tls_stream_test.cpp.
#include <boost/test/unit_test.hpp>
#include <string>

#include "tests/http/peer_fixture.hpp"
#include "tests/support/tls_server.hpp"

using tined::http::ClientRequest;
using tined::tests::answer;
using tined::tests::PeerFixture;
using tined::tests::TlsServer;
using namespace std::chrono_literals;

namespace {

ClientRequest request_to(const TlsServer& server, std::string_view host = "localhost") {
    ClientRequest request;
    request.url = "https://" + std::string(host) + ":" + std::to_string(server.port()) + "/a";
    return request;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(client_tls, PeerFixture)

BOOST_AUTO_TEST_CASE(a_server_is_asked_over_one_connection_that_is_kept) {
    const TlsServer server({.answer = answer("hello")});
    settings.authorities = server.authorities();
    for (int i = 0; i < 3; ++i) BOOST_TEST(ask(request_to(server)).body == "hello");
    BOOST_TEST(server.connections() == 1);
    BOOST_TEST(server.heard().starts_with("GET /a HTTP/1.1\r\nHost: localhost:"));
}

BOOST_AUTO_TEST_CASE(a_server_that_is_not_trusted_hears_nothing) {
    const TlsServer server({.answer = answer("hello")});
    BOOST_TEST(ask(request_to(server)).fault == "untrusted");
    BOOST_TEST(server.heard() == "");
}

BOOST_AUTO_TEST_CASE(a_body_that_ends_with_the_connection_is_whole_only_after_a_goodbye) {
    const std::string text = "HTTP/1.1 200 OK\r\n\r\nhello";
    const TlsServer polite({.answer = text, .ends_after_answer = true});
    settings.authorities = polite.authorities();
    BOOST_TEST(ask(request_to(polite)).body == "hello");
}

BOOST_AUTO_TEST_CASE(a_server_that_speaks_unasked_in_a_record_of_its_own_loses_its_connection) {
    constexpr std::size_t record = 16 * 1024;
    const std::string field = "X: " + std::string(1000, 'x') + "\r\n";
    const std::size_t head = answer("", field).size() + 4;  // of the length, which has five digits
    const std::string first = answer(std::string(record - head, 'y'), field);
    BOOST_TEST_REQUIRE(first.size() == record);
    const TlsServer server({.answer = first + answer("bad")});
    settings.authorities = server.authorities();
    for (int i = 1; i <= 3; ++i) {
        BOOST_TEST(ask(request_to(server)).body.size() == record - head);
        until([&] { return client().at_rest() == 0U; });
        BOOST_TEST(server.connections() == i);
    }
}

BOOST_AUTO_TEST_CASE(a_body_that_may_have_been_cut_is_an_error) {
    const std::string text = "HTTP/1.1 200 OK\r\n\r\nhello";
    const TlsServer rude({.says_goodbye = false, .answer = text, .ends_after_answer = true});
    settings.authorities = rude.authorities();
    BOOST_TEST(ask(request_to(rude)).fault == "disconnected");
}

BOOST_AUTO_TEST_CASE(a_plain_server_is_not_spoken_to_in_plain) {
    peer.steps = {{answer("hello")}};
    ClientRequest request;
    request.url = "https" + peer.url().substr(4);
    settings.tls_timeout = 100ms;
    BOOST_TEST(ask(std::move(request)).fault == "timed_out");
    BOOST_TEST(peer.requests.empty());
}

BOOST_AUTO_TEST_SUITE_END()
