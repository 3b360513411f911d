#include "daemon/handover.hpp"

#include <sys/resource.h>
#include <sys/socket.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/http/serving_fixture.hpp"
#include "tests/support/few_descriptors.hpp"
#include "tests/support/socket_pair.hpp"

using namespace std::chrono_literals;
using tined::tests::Client;
using tined::tests::make_socket_pair;
using tined::tests::SmallService;
using tined::tests::SocketPair;
using tined::tests::Witnesses;
namespace base = tined::base;
namespace http = tined::http;

namespace tined::daemon {
namespace {

constexpr std::string_view who = "GET /who HTTP/1.1\r\nHost: x\r\n\r\n";
constexpr std::string_view wait = "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n";
constexpr std::string_view close_line = "Connection: close";

std::size_t times(std::string_view what, const std::string& in) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = in.find(what, at)) != in.npos; at += what.size()) ++count;
    return count;
}

/// Two servers with one loop: the fixture's own, which accepts, and its successor.
struct Handover : tests::ServingFixture {
    http::ServerSettings successor_settings;
    SmallService successor_service;
    Witnesses seen_there;
    std::unique_ptr<http::Server> successor;
    SocketPair pair = make_socket_pair(SOCK_SEQPACKET);
    std::optional<HandoverEnd> sent, received;
    std::unique_ptr<ConnectionSender> sender;
    std::unique_ptr<ConnectionReceiver> receiver;

    Handover() {
        answer_by_name(service, "<old>");
        answer_by_name(successor_service, "<new>");
        successor =
            std::make_unique<http::Server>(loop, successor_settings, successor_service, seen_there);
    }
    static void answer_by_name(SmallService& which, std::string name) {
        http::Response response;
        response.set_body(std::move(name));
        which.constant.emplace("/who", std::move(response));
    }

    void begin_sending(std::chrono::milliseconds patience = 10s) {
        sender = std::make_unique<ConnectionSender>(
            loop, *server, std::move(pair.near), [this](HandoverEnd end) { sent = end; }, patience);
    }
    void begin_receiving() {
        receiver = std::make_unique<ConnectionReceiver>(
            loop, *successor, std::move(pair.far), [this](HandoverEnd end) { received = end; });
    }
    void hand_over() {
        begin_receiving();
        begin_sending();
    }
    void until_done() {
        until([&] { return sent && received; });
        BOOST_TEST((*sent == HandoverEnd::done));
        BOOST_TEST((*received == HandoverEnd::done));
    }

    /// One that was answered once and rests.
    Client connect_idle() {
        Client client = connect();
        client.send(who);
        until_heard(client, "<old>");
        client.take();
        return client;
    }
    Client connect_fresh() {
        const std::size_t before = server->counts().open;
        Client client = connect();
        until([&] { return server->counts().open == before + 1; });
        return client;
    }
    Client connect_busy(std::string_view request = wait) {
        Client client = connect();
        client.send(request);
        until([&] { return service.gate.has_somebody(); });
        return client;
    }
    void check_answered_by(Client& client, std::string_view name) {
        client.send(who);
        until_heard(client, name);
        BOOST_TEST(client.heard().find(close_line) == std::string::npos);
        BOOST_TEST(!client.is_ended());
        client.take();
    }
    void check_ends_at_the_old(Client& client) {
        client.send(who);
        until([&] { return client.is_ended(); });
        BOOST_TEST(client.heard().find(close_line) != std::string::npos);
        BOOST_TEST(client.heard().ends_with("<old>"));
    }
    /// Waits until an offer is on its way, and takes it out of the pair.
    Offer take_offer() {
        std::optional<Offer> offer;
        until([&] {
            auto message = receive_handover(pair.far.get());
            if (message) offer = std::move(std::get<Offer>(*message));
            return offer.has_value();
        });
        return std::move(*offer);
    }
};

}  // namespace

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

BOOST_AUTO_TEST_CASE(those_without_a_place_come_back_and_end_with_their_answer) {
    successor_settings.limits.connections = 1;
    start();
    Client first = connect_idle();
    Client second = connect_idle();
    Client third = connect_idle();
    hand_over();
    until([&] { return successor->counts().open == 1 && server->counts().open == 2; });
    check_answered_by(first, "<new>");
    check_ends_at_the_old(second);
    second.close();
    BOOST_TEST(!sent.has_value());
    until([&] { return third.is_ended(); });  // it asked nothing
    BOOST_TEST(third.heard().empty());
    third.close();
    until_done();
    BOOST_TEST(seen.came == 2);
    BOOST_TEST(seen.opened + seen.came == seen.left + seen.closed);
}

BOOST_AUTO_TEST_CASE(a_refused_connection_is_answered_what_it_had_asked_before) {
    successor_settings.limits.connections = 0;
    start();
    Client client = connect_busy(std::string(wait) + std::string(who));
    hand_over();
    turn(5);
    service.gate.open();
    until([&] { return client.is_ended(); });
    BOOST_TEST(client.heard().ends_with("<old>"));
    BOOST_TEST(times(close_line, client.heard()) == 1U);
    client.close();
    until_done();
}

BOOST_AUTO_TEST_CASE(connections_whose_descriptors_are_lost_on_the_way_stay) {
    start();
    std::vector<Client> clients;
    for (int i = 0; i < 5; ++i) clients.push_back(connect_idle());
    hand_over();
    {
        const tests::FewDescriptors few(tests::next_descriptor(2));
        until([&] { return seen.came == 3; });
    }
    BOOST_TEST(successor->counts().open == 2U);
    for (std::size_t i = 0; i < 2; ++i) check_answered_by(clients[i], "<new>");
    for (std::size_t i = 2; i < 5; ++i) {
        check_ends_at_the_old(clients[i]);
        clients[i].close();
    }
    until_done();
}

BOOST_AUTO_TEST_CASE(a_receiver_that_dies_before_it_takes_has_taken_nothing) {
    start();
    Client client = connect_idle();
    begin_sending();
    BOOST_TEST(take_offer().connections.size() == 1U);
    pair.far.reset();
    until([&] { return sent.has_value(); });
    BOOST_TEST((*sent == HandoverEnd::peer_gone));
    BOOST_TEST(server->counts().open == 1U);
    bool is_drained = false;
    server->drain([&] { is_drained = true; });
    check_ends_at_the_old(client);
    client.close();
    until([&] { return is_drained; });
}

BOOST_AUTO_TEST_CASE(a_receiver_that_dies_when_it_has_taken_has_them) {
    start();
    Client client = connect_idle();
    begin_sending();
    {
        const Offer offer = take_offer();
        BOOST_TEST(send(pair.far.get(), Taken{.which = 1}).has_value());
    }
    pair.far.reset();
    until([&] { return sent.has_value(); });
    // Done, or gone: it may look at the pair before it says that it is done. None is left anyhow.
    BOOST_TEST(server->counts().open == 0U);
    BOOST_TEST(seen.left == 1);
    BOOST_TEST(seen.came == 0);
    BOOST_TEST(client.is_ended());
}

BOOST_AUTO_TEST_CASE(a_receiver_that_wakes_too_late_takes_nothing) {
    start();
    Client client = connect_idle();
    begin_sending(20ms);
    until([&] { return sent.has_value(); });
    BOOST_TEST((*sent == HandoverEnd::peer_silent));
    BOOST_TEST(server->counts().open == 1U);
    begin_receiving();
    until([&] { return received.has_value(); });
    BOOST_TEST((*received == HandoverEnd::peer_gone));
    BOOST_TEST(seen_there.came == 0);
    check_answered_by(client, "<old>");
}

BOOST_AUTO_TEST_CASE(an_answer_that_nobody_read_in_time_still_counts) {
    start();
    Client first = connect_idle();
    Client second = connect_idle();
    begin_sending();
    const Offer offer = take_offer();
    BOOST_TEST(offer.connections.size() == 2U);
    BOOST_TEST(send(pair.far.get(), Taken{.which = 2}).has_value());
    sender.reset();  // as the drain timeout does
    BOOST_TEST(server->counts().open == 1U);
    check_answered_by(first, "<old>");
    BOOST_TEST(!send(pair.far.get(), Taken{.which = 1}).has_value());
}

BOOST_AUTO_TEST_CASE(a_sender_that_dies_leaves_what_it_had_offered_to_the_receiver) {
    start();
    Client client = connect_idle();
    server->hand_over([] {});
    std::vector<http::MovingConnection> connections;
    connections.push_back(std::move(*server->release_one()));
    BOOST_TEST(send_offer(pair.near.get(), encode(connections), connections).has_value());
    pair.near.reset();
    connections.clear();
    begin_receiving();
    until([&] { return received.has_value(); });
    BOOST_TEST((*received == HandoverEnd::peer_gone));
    check_answered_by(client, "<new>");
}

BOOST_AUTO_TEST_CASE(an_offer_in_an_unknown_version_is_refused_whole) {
    start();
    Client client = connect_idle();
    begin_sending();
    const Offer offer = take_offer();
    const std::string_view unknown = "th\x02what it means is not known";
    BOOST_TEST(::send(pair.far.get(), unknown.data(), unknown.size(), 0) > 0);
    until([&] { return sent.has_value(); });
    BOOST_TEST((*sent == HandoverEnd::unknown_version));
    BOOST_TEST(server->counts().open == 1U);
    // The other way round.
    pair = make_socket_pair(SOCK_SEQPACKET);
    begin_receiving();
    BOOST_TEST(::send(pair.near.get(), unknown.data(), unknown.size(), 0) > 0);
    until([&] { return received.has_value(); });
    BOOST_TEST((*received == HandoverEnd::unknown_version));
    check_answered_by(client, "<old>");
}

BOOST_AUTO_TEST_CASE(an_answer_that_nobody_asked_for_ends_it) {
    start();
    Client busy = connect_busy();
    begin_sending();
    BOOST_TEST(send(pair.far.get(), Taken{.which = 1}).has_value());
    until([&] { return sent.has_value(); });
    BOOST_TEST((*sent == HandoverEnd::malformed));
    service.gate.open();
    until_heard(busy, "waited for");
    check_answered_by(busy, "<old>");
}

BOOST_AUTO_TEST_CASE(a_sender_waits_for_room_and_not_in_the_way_of_the_loop) {
    start();
    Client client = connect_idle();
    Client busy = connect_busy();
    std::size_t packets = 0;
    while (::send(pair.near.get(), "x", 1, 0) == 1) ++packets;
    begin_sending();
    turn(5);
    BOOST_TEST(!sent.has_value());
    service.gate.open();
    until_heard(busy, "waited for");
    char byte = 0;
    for (std::size_t i = 0; i < packets; ++i) BOOST_TEST(::recv(pair.far.get(), &byte, 1, 0) == 1);
    begin_receiving();
    until_done();
    check_answered_by(client, "<new>");
}

BOOST_AUTO_TEST_CASE(without_room_for_long_the_sender_gives_up) {
    start();
    Client client = connect_idle();
    while (::send(pair.near.get(), "x", 1, 0) == 1) continue;
    begin_sending(20ms);
    until([&] { return sent.has_value(); });
    BOOST_TEST((*sent == HandoverEnd::peer_silent));
    check_answered_by(client, "<old>");
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
