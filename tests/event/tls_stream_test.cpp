#include "event/tls_stream.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "event/acceptor.hpp"
#include "event/connect.hpp"
#include "event/gather.hpp"
#include "tests/event/coroutines.hpp"
#include "tests/support/tls_server.hpp"

namespace {

using tests::Loop;
using tests::OnLoop;
using tests::run;
using tests::Task;
using tined::event::connect_to;
using tined::event::parse_address;
using tined::event::Stream;
using tined::event::StreamError;
using tined::event::TlsContext;
using tined::event::TlsStream;
using tined::tests::TlsServer;
using tined::tests::TlsServerSettings;
using namespace std::chrono_literals;

Task<std::string> write_and_read(TlsStream& tls, std::string said, std::size_t expected) {
    const auto written = co_await tls.write(said, 10s);
    if (!written) co_return "cannot write";
    std::string heard;
    char bytes[10'000];
    while (heard.size() < expected) {
        const auto got = co_await tls.read_some(bytes, Loop::Clock::now() + 10s);
        if (!got) co_return heard + (got.error() == StreamError::broken ? " broken" : " late");
        if (*got == 0) co_return heard + " ended";
        heard.append(bytes, *got);
    }
    co_return heard;
}

// What comes of `said`, or why there is no connection.
Task<std::string> speak(std::uint16_t port, std::string authorities, std::string host,
                        std::string said, std::size_t expected) {
    auto context = TlsContext::for_clients(authorities);
    if (!context) co_return context.error();
    auto socket = co_await connect_to(*parse_address("127.0.0.1", port));
    Stream stream(Loop::current(), std::move(socket.value()));
    TlsStream tls(stream, *context, host);
    const auto shaken = co_await tls.handshake(Loop::Clock::now() + 10s);
    if (!shaken) co_return shaken.error().why;
    std::string heard = co_await write_and_read(tls, said, expected);
    co_return heard;
}

struct Speaking : OnLoop {
    std::string speak_with(const TlsServer& server, const std::string& host = "localhost",
                           const std::string& said = "hello", std::size_t expected = 9) {
        return run(loop, speak(server.port(), server.authorities(), host, said, expected));
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(tls_stream, Speaking)

BOOST_AUTO_TEST_CASE(a_text_goes_both_ways_and_the_server_is_named) {
    const TlsServer server;
    BOOST_TEST(speak_with(server) == "heard you");
    BOOST_TEST(server.heard() == "hello");
    BOOST_TEST(server.named() == "localhost");
}

BOOST_AUTO_TEST_CASE(an_address_is_verified_and_not_named) {
    const TlsServer server;
    BOOST_TEST(speak_with(server, "127.0.0.1") == "heard you");
    BOOST_TEST(server.named() == "");
}

BOOST_AUTO_TEST_CASE(much_goes_both_ways) {
    const TlsServer server({.answer = std::string(3'000'000, 'y'), .ends_after_answer = true});
    const std::string heard = speak_with(server, "localhost", std::string(10'000, 'x'), 3'000'000);
    BOOST_TEST((heard == std::string(3'000'000, 'y')));
}

BOOST_AUTO_TEST_CASE(a_server_that_nobody_vouches_for_is_refused) {
    const TlsServer server;
    BOOST_TEST(run(loop, speak(server.port(), "", "localhost", "hello", 9)) ==
               "self-signed certificate");
    BOOST_TEST(server.heard() == "");
}

BOOST_AUTO_TEST_CASE(a_certificate_of_another_name_is_refused) {
    const TlsServer server({.names = "DNS:other.example,DNS:*.sub.example,IP:127.0.0.2"});
    BOOST_TEST(speak_with(server) == "hostname mismatch");
    BOOST_TEST(speak_with(server, "127.0.0.1") == "IP address mismatch");
    BOOST_TEST(speak_with(server, "a.b.sub.example") == "hostname mismatch");
    BOOST_TEST(speak_with(server, "a.sub.example") == "heard you");
    BOOST_TEST(server.heard() == "hello");
}

BOOST_AUTO_TEST_CASE(a_certificate_that_has_expired_is_refused) {
    const TlsServer server({.ends_in = -60});
    BOOST_TEST(speak_with(server) == "certificate has expired");
}

BOOST_AUTO_TEST_CASE(versions_before_tls_1_2_are_refused) {
    const TlsServer server({.newest_version = TLS1_1_VERSION});
    BOOST_TEST(speak_with(server) != "heard you");
    BOOST_TEST(server.heard() == "");
    const TlsServer newer({.newest_version = TLS1_2_VERSION});
    BOOST_TEST(speak_with(newer) == "heard you");
}

BOOST_AUTO_TEST_CASE(an_end_is_told_from_a_connection_that_was_cut) {
    const TlsServer polite({.ends_after_answer = true});
    BOOST_TEST(speak_with(polite, "localhost", "hello", 100) == "heard you ended");
    const TlsServer rude({.says_goodbye = false, .ends_after_answer = true});
    BOOST_TEST(speak_with(rude, "localhost", "hello", 100) == "heard you broken");
}

BOOST_AUTO_TEST_CASE(what_was_received_and_not_read_is_told) {
    const TlsServer server;
    const auto context = TlsContext::for_clients(server.authorities()).value();
    Stream stream(loop, run(loop, connect_to(*parse_address("127.0.0.1", server.port()))).value());
    TlsStream tls(stream, context, "localhost");
    BOOST_TEST_REQUIRE(run(loop, tls.handshake(Loop::Clock::now() + 10s)).has_value());
    BOOST_TEST_REQUIRE(run(loop, tls.write("hello", 10s)).has_value());
    char bytes[5];
    BOOST_TEST(run(loop, tls.read_some(bytes, Loop::Clock::now() + 10s)).value() == 5U);
    BOOST_TEST(tls.has_unread());
    BOOST_TEST(run(loop, tls.read_some(bytes, Loop::Clock::now() + 10s)).value() == 4U);
    BOOST_TEST(!tls.has_unread());
}

BOOST_AUTO_TEST_CASE(a_file_without_certificates_is_told) {
    BOOST_TEST(!TlsContext::for_clients("/dev/null").has_value());
    BOOST_TEST(!TlsContext::for_clients("/does/not/exist").has_value());
}

BOOST_AUTO_TEST_CASE(a_server_that_says_nothing_is_given_up_in_time) {
    const auto listening = tined::event::listen_at(*parse_address("127.0.0.1", 0)).value();
    const auto address = tined::event::local_address(listening.get()).value();
    const auto context = TlsContext::for_clients().value();
    Stream stream(loop, run(loop, connect_to(address)).value());
    TlsStream tls(stream, context, "localhost");
    const auto shaken = run(loop, tls.handshake(Loop::Clock::now() + 50ms));
    BOOST_TEST_REQUIRE(!shaken.has_value());
    BOOST_TEST(shaken.error().why == "the handshake took too long");
    BOOST_TEST(shaken.error().is_late);
}

BOOST_AUTO_TEST_CASE(what_is_no_tls_is_refused) {
    const auto listening = tined::event::listen_at(*parse_address("127.0.0.1", 0)).value();
    const auto address = tined::event::local_address(listening.get()).value();
    const auto context = TlsContext::for_clients().value();
    Stream stream(loop, run(loop, connect_to(address)).value());
    const tined::base::Descriptor server(::accept(listening.get(), nullptr, nullptr));
    const std::string_view plain = "HTTP/1.1 400 Bad Request\r\n\r\n";
    BOOST_TEST_REQUIRE(::send(server.get(), plain.data(), plain.size(), 0) > 0);
    TlsStream tls(stream, context, "localhost");
    BOOST_TEST(!run(loop, tls.handshake(Loop::Clock::now() + 10s)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
