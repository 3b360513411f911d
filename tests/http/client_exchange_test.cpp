// Servers, and bodies, that would hold a client for ever, or its loop.
#include "http/client_exchange.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "event/event.hpp"
#include "event/sleep.hpp"
#include "tests/http/peer_fixture.hpp"

using namespace std::chrono_literals;
using tined::event::AsyncGenerator;
using tined::event::sleep_for;
using tined::http::ClientRequest;
using tined::tests::answer;
using tined::tests::PeerFixture;
using tined::tests::TurnWatch;

namespace {

AsyncGenerator<std::string> never(tined::event::Event& event) {
    co_await event.wait();
    co_yield "at last";
}

AsyncGenerator<std::string> slow(int pieces) {
    for (int i = 0; i < pieces; ++i) {
        co_await sleep_for(30ms);
        co_yield "piece";
    }
}

AsyncGenerator<std::string> at_hand(std::string text, TurnWatch& watch) {
    for (int i = 0; i < 1000; ++i) {
        watch.on_piece();
        co_yield text;
    }
}

struct ExchangeFixture : PeerFixture {
    ClientRequest upload(AsyncGenerator<std::string> body) {
        ClientRequest request;
        request.method = "PUT";
        request.url = peer.url();
        request.body = std::move(body);
        return request;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(client_exchange, ExchangeFixture)

BOOST_AUTO_TEST_CASE(a_head_has_one_time_however_many_bytes_come_in_it) {
    settings.first_byte_timeout = 100ms;
    const std::string field = "X: " + std::string(300, 'x') + "\r\n";
    peer.steps = {{.answer = answer("hello", field), .cut = 1, .pause = 20ms}};
    BOOST_TEST(get().fault == "timed_out");
    BOOST_TEST(client().in_use() == 0U);
}

BOOST_AUTO_TEST_CASE(interim_answers_do_not_prolong_the_time_of_the_head) {
    settings.first_byte_timeout = 100ms;
    const std::string interim = "HTTP/1.1 102 Processing\r\n\r\n";
    std::string all;
    for (int i = 0; i < 16; ++i) all += interim;
    peer.steps = {{.answer = all + answer("hello"), .cut = interim.size(), .pause = 50ms}};
    BOOST_TEST(get().fault == "timed_out");
}

BOOST_AUTO_TEST_CASE(a_head_that_comes_before_the_request_is_sent_has_its_time_too) {
    settings.first_byte_timeout = 100ms;
    tined::event::Event nobody_sets_it;
    const std::string field = "X: " + std::string(300, 'x') + "\r\n";
    peer.steps = {{.answer = answer("no", field), .cut = 1, .reads_body = false, .pause = 20ms}};
    BOOST_TEST(ask(upload(never(nobody_sets_it))).fault == "timed_out");
}

BOOST_AUTO_TEST_CASE(the_time_of_the_head_begins_when_the_request_is_sent) {
    settings.first_byte_timeout = 1000ms;
    peer.steps = {{answer("thanks")}};
    const auto begun = tined::event::Loop::Clock::now();
    BOOST_TEST(ask(upload(slow(50))).body == "thanks");
    BOOST_TEST((tined::event::Loop::Clock::now() - begun > settings.first_byte_timeout));
}

BOOST_AUTO_TEST_CASE(a_body_that_is_all_at_hand_lets_others_have_their_turn) {
    peer.steps = {{answer("thanks")}};
    for (const auto* text : {"x", ""}) {
        TurnWatch watch;
        BOOST_TEST(ask(upload(at_hand(text, watch))).body == "thanks");
        BOOST_TEST(watch.longest() <= TurnWatch::most);
    }
}

BOOST_AUTO_TEST_SUITE_END()
