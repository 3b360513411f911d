#include "http/server.hpp"

#include <netinet/tcp.h>
#include <sys/un.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstring>
#include <string>
#include <vector>

#include "tests/http/serving_fixture.hpp"
#include "tests/support/few_descriptors.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace std::chrono_literals;
using tined::tests::Client;
using tined::tests::FewDescriptors;
using tined::tests::next_descriptor;
using tined::tests::ServingFixture;
namespace base = tined::base;

namespace {

constexpr std::string_view get_a = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(server, ServingFixture)

BOOST_AUTO_TEST_CASE(draining_an_empty_server_is_done_at_once) {
    start();
    int drained = 0;
    server->drain([&] { ++drained; });
    until([&] { return drained == 1; });
    turn(3);
    BOOST_TEST(drained == 1);
}

BOOST_AUTO_TEST_CASE(draining_ends_connections_that_stay_idle_and_accepts_no_more) {
    start();
    Client client = connect();
    client.send(get_a);
    until_heard(client, "GET /a");
    bool is_drained = false;
    server->drain([&] { is_drained = true; });
    until([&] { return is_drained && client.is_ended(); });
    BOOST_TEST(server->counts().open == 0U);
    BOOST_TEST(server->counts().idle == 0U);
    BOOST_TEST(!can_connect());
}

BOOST_AUTO_TEST_CASE(draining_answers_what_is_on_its_way_on_connections_at_rest) {
    start();
    Client idle = connect();
    idle.send(get_a);
    until_heard(idle, "GET /a");
    idle.take();
    Client fresh = connect();
    until([&] { return server->counts().open == 2; });
    bool is_drained = false;
    server->drain([&] { is_drained = true; });
    turn(5);
    for (Client* const client : {&idle, &fresh}) {
        BOOST_TEST(!is_drained);
        client->send(get_a);
        until([&] { return client->is_ended(); });
        BOOST_TEST(client->heard().find("Connection: close") != std::string::npos);
        BOOST_TEST(client->heard().ends_with("GET /a"));
        client->close();
    }
    until([&] { return is_drained; });
}

BOOST_AUTO_TEST_CASE(draining_waits_for_suspended_handlers) {
    start();
    Client client = connect();
    client.send("GET /wait?x HTTP/1.1\r\nHost: x\r\n\r\n");
    until([&] { return service.gate.has_somebody(); });
    bool is_drained = false;
    server->drain([&] { is_drained = true; });
    turn(5);
    BOOST_TEST(!is_drained);
    service.gate.open();
    until([&] { return client.is_ended(); });
    BOOST_TEST(client.heard().find("Connection: close") != std::string::npos);
    BOOST_TEST(client.heard().ends_with("waited for x"));
    client.close();
    until([&] { return is_drained; });
    BOOST_TEST(service.given_up == 0);
}

BOOST_AUTO_TEST_CASE(destroying_the_server_gives_up_handlers_and_closes) {
    start();
    Client waiting = connect();
    waiting.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    Client idle = connect();
    idle.send(get_a);
    until_heard(idle, "GET /a");
    until([&] { return service.gate.has_somebody(); });
    server.reset();
    BOOST_TEST(service.given_up == 1);
    BOOST_TEST(waiting.is_ended());
    BOOST_TEST(idle.is_ended());
    BOOST_TEST(seen.opened == 2);
    BOOST_TEST(seen.closed == 2);
    BOOST_TEST(seen.finished.size() == 2U);
}

BOOST_AUTO_TEST_CASE(at_the_limit_the_longest_idle_connection_makes_way) {
    settings.limits.connections = 2;
    start();
    Client first = connect();
    first.send(get_a);
    until_heard(first, "GET /a");
    Client second = connect();
    second.send(get_a);
    until_heard(second, "GET /a");
    Client third = connect();
    third.send(get_a);
    until_heard(third, "GET /a");
    BOOST_TEST(first.is_ended());
    BOOST_TEST(!second.is_ended());
    BOOST_TEST(server->counts().open == 2U);
    BOOST_TEST(server->counts().idle == 2U);
}

BOOST_AUTO_TEST_CASE(at_the_limit_who_has_not_asked_for_longest_makes_way) {
    settings.limits.connections = 2;
    start();
    Client first = connect();
    first.send("GET / HT");
    until([&] { return server->counts().open == 1; });
    turn(3);
    Client second = connect();
    second.send("GET / HT");
    until([&] { return server->counts().open == 2; });
    turn(3);
    Client third = connect();
    third.send(get_a);
    until_heard(third, "GET /a");
    BOOST_TEST(first.is_ended());
    BOOST_TEST(first.heard().empty());
    second.send("TP/1.1\r\nHost: x\r\n\r\n");
    until_heard(second, "GET /");
}

BOOST_AUTO_TEST_CASE(at_the_limit_with_none_idle_newcomers_wait_until_one_ends) {
    settings.limits.connections = 1;
    start();
    Client waiting = connect();
    waiting.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    until([&] { return service.gate.has_somebody(); });
    Client second = connect();
    Client third = connect();
    second.send(get_a);
    third.send(get_a);
    until_heard(second, "GET /a");
    BOOST_TEST(second.heard().find("Connection: close") != std::string::npos);
    turn(5);
    BOOST_TEST(third.heard().empty());
    second.close();
    service.gate.open();
    until_heard(waiting, "waited");
    waiting.close();
    until_heard(third, "GET /a");
}

BOOST_AUTO_TEST_CASE(at_the_limit_the_one_that_was_accepted_may_take_its_time_to_ask) {
    settings.limits.connections = 1;
    start();
    Client waiting = connect();
    waiting.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
    until([&] { return service.gate.has_somebody(); });
    Client slow = connect();
    until([&] { return seen.opened == 2; });
    turn(5);
    slow.send(get_a);
    until_heard(slow, "GET /a");
}

BOOST_AUTO_TEST_CASE(out_of_descriptors_is_told_once_and_served_later) {
    start();
    Client first = connect();
    first.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
    until([&] { return service.gate.has_somebody(); });
    Client second = connect();
    Client third = connect();
    {
        const FewDescriptors none(next_descriptor());
        until([&] { return seen.exhausted == 1; });
        turn(5);
        BOOST_TEST(seen.exhausted == 1);
        BOOST_TEST(server->counts().open == 1U);
        service.gate.open();
        until_heard(first, "waited");
    }
    second.send(get_a);
    third.send(get_a);
    until_heard(second, "GET /a");
    until_heard(third, "GET /a");
}

BOOST_AUTO_TEST_CASE(out_of_descriptors_the_longest_idle_connection_makes_way) {
    start();
    Client first = connect();
    first.send(get_a);
    until_heard(first, "GET /a");
    Client second = connect();
    second.send(get_a);
    until_heard(second, "GET /a");
    Client third = connect();
    {
        const FewDescriptors none(next_descriptor());
        third.send(get_a);
        until_heard(third, "GET /a");
        BOOST_TEST(first.is_ended());
        second.take();
        second.send(get_a);
        until_heard(second, "GET /a");
        BOOST_TEST(seen.exhausted == 1);
    }
}

BOOST_AUTO_TEST_CASE(a_unix_socket_is_served_and_its_peer_called_unix) {
    const tined::tests::TemporaryFolder folder;
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const std::string path = (folder.path() / "s").string();
    BOOST_REQUIRE(path.size() < sizeof address.sun_path);
    std::memcpy(address.sun_path, path.c_str(), path.size());
    const auto* where = reinterpret_cast<const sockaddr*>(&address);
    base::Descriptor listening(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    BOOST_REQUIRE(::bind(listening.get(), where, sizeof address) == 0);
    BOOST_REQUIRE(::listen(listening.get(), 8) == 0);
    start();
    BOOST_REQUIRE(server->add_listener(std::move(listening)));

    base::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    BOOST_REQUIRE(::connect(socket.get(), where, sizeof address) == 0);
    Client client(std::move(socket));
    client.send(get_a);
    until_heard(client, "GET /a");
    BOOST_REQUIRE(seen.finished.size() == 1U);
    BOOST_TEST(seen.finished[0].peer == "unix");
}

BOOST_AUTO_TEST_CASE(accepted_sockets_send_without_delay_and_keep_little_unsent) {
    // The server's end, which has its options from the listener, is the next free descriptor.
    start();
    Client client = connect();
    const auto accepted = static_cast<int>(next_descriptor());
    until([&] { return server->counts().open == 1; });
    int is_on = 0;
    socklen_t size = sizeof is_on;
    BOOST_REQUIRE(::getsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &is_on, &size) == 0);
    BOOST_TEST(is_on != 0);
    int unsent = 0;
    BOOST_REQUIRE(::getsockopt(accepted, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, &size) == 0);
    BOOST_TEST(unsent == 256 * 1024);
}

BOOST_AUTO_TEST_CASE(what_handlers_are_at_when_there_is_no_more_time_is_answered_503_and_read) {
    start();
    Client busy = connect();
    busy.send("POST /wait HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na");
    until([&] { return service.gate.has_somebody(); });
    bool is_drained = false;
    server->drain([&] { is_drained = true; });
    server->give_up();
    until([&] { return busy.is_ended(); });
    BOOST_TEST(busy.heard().starts_with("HTTP/1.1 503 "));
    BOOST_TEST(busy.heard().find("Connection: close") != std::string::npos);
    BOOST_TEST(!is_drained);  // it may still send, without a reset
    busy.send("b");
    busy.close();
    until([&] { return is_drained; });
}

BOOST_AUTO_TEST_SUITE_END()
