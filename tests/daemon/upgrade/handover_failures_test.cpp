// What goes wrong while connections move.
#include <sys/socket.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/daemon/upgrade/handover_fixture.hpp"
#include "tests/support/few_descriptors.hpp"
#include "tests/support/socket_pair.hpp"

using namespace std::chrono_literals;
using tined::tests::Client;
using tined::tests::make_socket_pair;
namespace http = tined::http;

namespace tined::daemon {

using tests::close_line;
using tests::Handover;
using tests::times;
using tests::wait;
using tests::who;

BOOST_FIXTURE_TEST_SUITE(handover_failures, Handover)

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

BOOST_AUTO_TEST_CASE(what_a_receiver_that_died_has_not_taken_goes_to_the_next_one) {
    start();
    Client client = connect_idle();
    begin_sending();
    BOOST_TEST(take_offer().connections.size() == 1U);
    pair.far.reset();
    until([&] { return sent.has_value(); });
    BOOST_TEST((*sent == HandoverEnd::peer_gone));
    check_answered_by(client, "<old>");
    pair = make_socket_pair(SOCK_SEQPACKET);
    sent.reset();
    hand_over();
    until_done();
    check_answered_by(client, "<new>");
    client.close();
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

BOOST_AUTO_TEST_SUITE_END()

}  // namespace tined::daemon
