#include "daemon/upgrade/handover.hpp"

#include <sys/resource.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/daemon/upgrade/handover_fixture.hpp"
#include "tests/support/socket_pair.hpp"

using namespace std::chrono_literals;
using tined::tests::Client;
using tined::tests::make_socket_pair;
using tined::tests::SmallService;
using tined::tests::SocketPair;
using tined::tests::Witnesses;
namespace http = tined::http;

namespace tined::daemon {

using tests::close_line;
using tests::Handover;
using tests::times;
using tests::wait;
using tests::who;

BOOST_FIXTURE_TEST_SUITE(handover, Handover)

BOOST_AUTO_TEST_CASE(a_server_without_connections_is_done_at_once) {
    start();
    hand_over();
    until_done();
    BOOST_TEST(!can_connect());
}

BOOST_AUTO_TEST_CASE(connections_at_rest_go_on_at_the_successor) {
    start();
    Client idle = connect_idle();
    Client fresh = connect_fresh();
    hand_over();
    until_done();
    BOOST_TEST(server->counts().open == 0U);
    BOOST_TEST(successor->counts().open == 2U);
    BOOST_TEST(successor->counts().idle == 1U);
    check_answered_by(idle, "<new>");
    check_answered_by(fresh, "<new>");
    check_answered_by(idle, "<new>");
    BOOST_TEST(seen_there.finished.at(0).peer == "127.0.0.1");
}

BOOST_AUTO_TEST_CASE(moved_connections_are_neither_opened_nor_closed) {
    start();
    Client first = connect_idle();
    Client second = connect_idle();
    hand_over();
    until_done();
    BOOST_TEST(seen.opened == 2);
    BOOST_TEST(seen.left == 2);
    BOOST_TEST(seen.closed == 0);
    BOOST_TEST(seen_there.opened == 0);
    BOOST_TEST(seen_there.came == 2);
    first.close();
    until([&] { return seen_there.closed == 1; });
    BOOST_TEST(successor->counts().open == 1U);
}

BOOST_AUTO_TEST_CASE(a_busy_connection_is_answered_first_and_kept) {
    start();
    Client client = connect_busy();
    hand_over();
    turn(5);
    BOOST_TEST(!sent.has_value());
    service.gate.open();
    until_heard(client, "waited for");
    BOOST_TEST(client.heard().find(close_line) == std::string::npos);
    client.take();
    until_done();
    check_answered_by(client, "<new>");
}

BOOST_AUTO_TEST_CASE(a_busy_connection_that_its_client_closes_holds_nothing_up) {
    start();
    Client client = connect_busy();
    hand_over();
    turn(5);
    client.reset();
    until_done();
    BOOST_TEST(seen.closed == 1);
    BOOST_TEST(seen_there.came == 0);
}

BOOST_AUTO_TEST_CASE(pipelined_requests_are_answered_once_and_in_order_by_both) {
    start();
    Client client = connect_busy(std::string(wait) + std::string(who) + std::string(who));
    hand_over();
    turn(5);
    service.gate.open();
    until([&] { return times("<new>", client.heard()) == 2; });
    BOOST_TEST(client.heard().find("waited for") < client.heard().find("<new>"));
    BOOST_TEST(times("HTTP/1.1 200", client.heard()) == 3U);
    BOOST_TEST(seen.finished.size() == 1U);
    BOOST_TEST(seen_there.finished.size() == 2U);
    until_done();
}

BOOST_AUTO_TEST_CASE(half_a_request_behind_another_moves_and_is_finished_there) {
    start();
    Client client = connect_busy(std::string(wait) + std::string(who.substr(0, 9)));
    hand_over();
    turn(5);
    service.gate.open();
    until_done();
    client.take();
    client.send(who.substr(9));
    until_heard(client, "<new>");
    check_answered_by(client, "<new>");
}

BOOST_AUTO_TEST_CASE(half_a_request_keeps_its_connection_until_it_is_answered) {
    start();
    Client client = connect();
    client.send(who.substr(0, 9));
    until([&] { return server->counts().open == 1; });
    turn(5);
    hand_over();
    turn(5);
    BOOST_TEST(!sent.has_value());
    client.send(who.substr(9));
    until_heard(client, "<old>");
    BOOST_TEST(client.heard().find(close_line) == std::string::npos);
    client.take();
    until_done();
    check_answered_by(client, "<new>");
}

BOOST_AUTO_TEST_CASE(too_many_unread_bytes_keep_a_connection_until_they_are_fewer) {
    start();
    const std::size_t count = 2 * http::MovingConnection::most_unread / who.size();
    std::string requests(wait);
    for (std::size_t i = 0; i < count; ++i) requests += who;
    Client client = connect_busy(requests);
    turn(20);  // reads the rest
    hand_over();
    service.gate.open();
    until_done();
    until([&] { return times("HTTP/1.1 200", client.heard()) == count + 1; });
    BOOST_TEST(times("<old>", client.heard()) > count / 3);
    BOOST_TEST(times("<new>", client.heard()) > count / 3);
    BOOST_TEST(client.heard().rfind("<old>") < client.heard().find("<new>"));
    BOOST_TEST(seen.finished.size() + seen_there.finished.size() == count + 1);
    check_answered_by(client, "<new>");
}

BOOST_AUTO_TEST_CASE(the_end_of_what_the_client_sends_goes_with_its_last_request) {
    start();
    Client client = connect_busy(std::string(wait) + std::string(who));
    client.finish_sending();
    turn(5);
    hand_over();
    service.gate.open();
    until_heard(client, "<new>");
    until([&] { return client.is_ended(); });
    BOOST_TEST(!client.is_reset());
    until_done();
}

BOOST_AUTO_TEST_CASE(a_request_that_waits_in_the_kernel_is_answered_once_and_there) {
    start();
    Client client = connect_idle();
    server->hand_over([] {});
    client.send(who);
    auto moving = server->release_one();
    BOOST_REQUIRE(moving.has_value());
    BOOST_TEST(moving->unread.empty());
    turn(5);
    BOOST_TEST(client.heard().empty());
    successor->take_over(std::move(*moving));
    until_heard(client, "<new>");
    BOOST_TEST(seen.finished.size() == 1U);
    BOOST_TEST(seen_there.finished.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_client_that_goes_while_its_connection_moves_is_missed_there) {
    start();
    Client closed = connect_idle();
    Client reset = connect_idle();
    begin_sending();
    turn(3);
    closed.close();
    reset.reset();
    begin_receiving();
    until_done();
    until([&] { return seen_there.closed == 2; });
    BOOST_TEST(seen_there.came == 2);
    BOOST_TEST(successor->counts().open == 0U);
}

BOOST_AUTO_TEST_CASE(what_waits_to_be_released_is_served_when_handing_over_stops) {
    start();
    Client client = connect_busy(std::string(wait) + std::string(who));
    server->hand_over([] {});
    service.gate.open();
    until_heard(client, "waited for");
    turn(5);
    BOOST_TEST(client.heard().find("<old>") == std::string::npos);
    BOOST_TEST(server->counts().open == 1U);
    server->stop_handing_over();
    until_heard(client, "<old>");
    BOOST_TEST(client.heard().find(close_line) == std::string::npos);
    check_answered_by(client, "<old>");
}

BOOST_AUTO_TEST_CASE(draining_ends_what_waits_to_be_released_with_its_answers) {
    start();
    Client client = connect_busy(std::string(wait) + std::string(who));
    server->hand_over([] {});
    service.gate.open();
    until_heard(client, "waited for");
    bool is_drained = false;
    server->drain([&] { is_drained = true; });
    until_heard(client, "<old>");
    client.close();
    until([&] { return is_drained; });
}

BOOST_AUTO_TEST_CASE(a_connection_that_owes_a_preamble_owes_it_the_successor) {
    BOOST_REQUIRE(settings.trusted_proxies.add("127.0.0.1").has_value());
    family = http::ForwardedBy::proxy;
    start();
    Client client = connect_fresh();
    hand_over();
    until_done();
    client.send("PROXY TCP4 203.0.113.9 192.0.2.1 1 80\r\n");
    check_answered_by(client, "<new>");
    BOOST_TEST(seen_there.finished.at(0).address == "203.0.113.9");
}

BOOST_AUTO_TEST_CASE(what_a_preamble_said_holds_at_the_successor) {
    BOOST_REQUIRE(settings.trusted_proxies.add("127.0.0.1").has_value());
    family = http::ForwardedBy::proxy;
    start();
    Client client = connect();
    client.send("PROXY TCP4 203.0.113.9 192.0.2.1 1 80\r\n");
    check_answered_by(client, "<old>");
    hand_over();
    until_done();
    check_answered_by(client, "<new>");
    BOOST_TEST(seen_there.finished.at(0).address == "203.0.113.9");
    BOOST_TEST(seen_there.finished.at(0).peer == "127.0.0.1");
}

BOOST_AUTO_TEST_CASE(a_thousand_connections_move_at_once) {
    rlimit limit = {};
    BOOST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
    const rlimit before = limit;
    limit.rlim_cur = limit.rlim_max;
    BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
    start();
    std::vector<Client> clients;
    for (int i = 0; i < 1000; ++i) clients.push_back(connect_fresh());
    for (std::size_t i = 0; i < 500; ++i) clients[i].send(who);
    for (std::size_t i = 0; i < 500; ++i) until_heard(clients[i], "<old>");
    hand_over();
    until_done();
    BOOST_TEST(successor->counts().open == 1000U);
    BOOST_TEST(successor->counts().idle == 500U);
    for (Client& client : clients) client.send(who);
    for (Client& client : clients) until_heard(client, "<new>");
    BOOST_TEST(seen.closed + seen_there.closed == 0);
    clients.clear();
    BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
}

BOOST_AUTO_TEST_CASE(a_successor_may_hand_over_in_turn) {
    start();
    Client client = connect_idle();
    http::ServerSettings settings_of_third;
    SmallService third_service;
    answer_by_name(third_service, "<third>");
    Witnesses seen_by_third;
    http::Server third(loop, settings_of_third, third_service, seen_by_third);
    SocketPair next = make_socket_pair(SOCK_SEQPACKET);
    std::optional<HandoverEnd> ended;
    const ConnectionReceiver last(loop, third, std::move(next.far),
                                  [&](HandoverEnd end) { ended = end; });
    hand_over();
    until_done();
    const ConnectionSender second(loop, *successor, std::move(next.near), [](HandoverEnd) {});
    until([&] { return ended.has_value(); });
    check_answered_by(client, "<third>");
}

BOOST_AUTO_TEST_CASE(the_requests_before_the_move_count_for_the_limit_of_a_connection) {
    successor_settings.limits.keepalive_requests = 2;
    start();
    Client client = connect_idle();
    hand_over();
    until_done();
    client.send(who);
    until([&] { return client.is_ended(); });
    BOOST_TEST(client.heard().find(close_line) != std::string::npos);
    BOOST_TEST(client.heard().ends_with("<new>"));
}

BOOST_AUTO_TEST_CASE(patience_with_a_moved_connection_begins_anew) {
    successor_settings.limits.idle_timeout = 30ms;
    successor_settings.limits.header_timeout = 30ms;
    successor =
        std::make_unique<http::Server>(loop, successor_settings, successor_service, seen_there);
    start();
    Client idle = connect_idle();
    Client fresh = connect_fresh();
    hand_over();
    until_done();
    until([&] { return idle.is_ended() && fresh.is_ended(); });
    BOOST_TEST(seen_there.closed == 2);
}

BOOST_AUTO_TEST_CASE(how_it_ended_is_told_in_words) {
    BOOST_TEST(describe(HandoverEnd::done) == std::string("all connections are handed over"));
    BOOST_TEST(describe(HandoverEnd::peer_gone) == std::string("the other worker is gone"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace tined::daemon
