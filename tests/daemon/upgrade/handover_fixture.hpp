// Two servers with one loop, and the pair between them. The fixture's own accepts and hands over;
// the other takes over.
#pragma once

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

#include "daemon/upgrade/handover.hpp"
#include "tests/http/serving_fixture.hpp"
#include "tests/support/socket_pair.hpp"

namespace tined::tests {

using daemon::ConnectionReceiver;
using daemon::ConnectionSender;
using daemon::HandoverEnd;
using daemon::Offer;

inline constexpr std::string_view who = "GET /who HTTP/1.1\r\nHost: x\r\n\r\n";
inline constexpr std::string_view wait = "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n";
inline constexpr std::string_view close_line = "Connection: close";

inline std::size_t times(std::string_view what, const std::string& in) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = in.find(what, at)) != in.npos; at += what.size()) ++count;
    return count;
}

struct Handover : ServingFixture {
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

    void begin_sending(std::chrono::milliseconds patience = std::chrono::seconds(10)) {
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
            auto message = daemon::receive_handover(pair.far.get());
            if (message) offer = std::move(std::get<Offer>(*message));
            return offer.has_value();
        });
        return std::move(*offer);
    }
};

}  // namespace tined::tests
