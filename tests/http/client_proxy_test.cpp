// http::Client through a proxy: what is plain by its whole URL, what is secure by a tunnel.
#include <boost/test/unit_test.hpp>
#include <string>

#include "event/connect.hpp"
#include "event/first_of.hpp"
#include "tests/http/peer_fixture.hpp"
#include "tests/support/tls_server.hpp"

using tined::event::Acceptor;
using tined::event::Loop;
using tined::event::Stream;
using tined::event::Task;
using tined::http::ClientRequest;
using tined::tests::answer;
using tined::tests::PeerFixture;
using tined::tests::TlsServer;
namespace tests = tined::tests;
using namespace std::chrono_literals;

namespace {

Task<> pump(Stream& from, Stream& to) {
    char bytes[4096];
    while (true) {
        const auto got = co_await from.read_some(bytes, Stream::no_deadline);
        if (!got || *got == 0) co_return;
        const std::string_view piece(bytes, *got);
        co_await to.write(piece, 10s);
    }
}

// Takes one connection, answers its CONNECT, and carries what comes to `port`.
Task<> carry(Acceptor& acceptor, std::uint16_t port, std::string& asked) {
    auto accepted = co_await acceptor.accept();
    Stream client(Loop::current(), std::move(accepted->socket));
    char bytes[4096];
    const auto got = co_await client.read_some(bytes, Stream::no_deadline);
    asked.assign(bytes, got.value());
    co_await client.write("HTTP/1.1 200 Connection Established\r\n\r\n", 10s);
    auto socket =
        co_await tined::event::connect_to(*tined::event::parse_address("127.0.0.1", port));
    Stream server(Loop::current(), std::move(socket.value()));
    co_await first_of(pump(client, server), pump(server, client));
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(client_proxy, PeerFixture)

BOOST_AUTO_TEST_CASE(a_plain_server_is_asked_for_by_its_whole_url) {
    settings.proxy = peer.url();
    settings.proxy_authorization = "Basic secret";
    peer.steps = {{answer("hello")}};
    ClientRequest request;
    request.url = "http://nobody.example:8080/a?b";
    BOOST_TEST(ask(std::move(request)).body == "hello");
    BOOST_TEST(
        peer.requests.at(0).starts_with("GET http://nobody.example:8080/a?b HTTP/1.1\r\n"
                                        "Proxy-Authorization: Basic secret\r\n"
                                        "Host: nobody.example:8080\r\n"));
}

BOOST_AUTO_TEST_CASE(a_secure_server_is_reached_by_a_tunnel_that_sees_nothing) {
    const TlsServer server({.names = "DNS:nobody.example", .answer = answer("hello")});
    Acceptor acceptor(
        loop, tined::event::listen_at(*tined::event::parse_address("127.0.0.1", 0)).value());
    settings.proxy = "http://" + tined::event::local_address(acceptor.fd()).value().text();
    settings.proxy_authorization = "Basic secret";
    settings.authorities = server.authorities();
    std::string asked;
    auto carrying = tined::event::spawn(carry(acceptor, server.port(), asked));
    for (int i = 0; i < 2; ++i) {
        ClientRequest request;
        request.url = "https://nobody.example/a";
        BOOST_TEST(ask(std::move(request)).body == "hello");
    }
    BOOST_TEST(asked ==
               "CONNECT nobody.example:443 HTTP/1.1\r\nHost: nobody.example:443\r\n"
               "Proxy-Authorization: Basic secret\r\n\r\n");
    BOOST_TEST(server.heard().starts_with("GET /a HTTP/1.1\r\nHost: nobody.example\r\n"));
    BOOST_TEST(server.heard().find("secret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_proxy_that_refuses_is_told) {
    settings.proxy = peer.url();
    for (const auto* text : {"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
                             "HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", "SSH-2.0\r\n",
                             "HTTP/1.1 200 OK\r\n\r\nunasked"}) {
        peer.steps = {{text, tests::Step::Then::stall}};
        ClientRequest request;
        request.url = "https://nobody.example/";
        BOOST_TEST(ask(std::move(request)).fault == "unconnected", text);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_proxy_is_an_error) {
    settings.proxy = "https://127.0.0.1/";
    BOOST_TEST(get().fault == "bad_request");
    BOOST_TEST(peer.connections == 0);
}

BOOST_AUTO_TEST_SUITE_END()
