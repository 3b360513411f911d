#include "http/client.hpp"

#include <linux/sockios.h>
#include <sys/ioctl.h>

#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "event/gather.hpp"
#include "event/sleep.hpp"
#include "event/spawn.hpp"
#include "http/encoder.hpp"
#include "tests/http/peer_fixture.hpp"

using namespace std::chrono_literals;
using tined::event::AsyncGenerator;
using tined::event::gather;
using tined::event::sleep_for;
using tined::event::spawn;
using tined::event::Task;
using tined::http::ClientRequest;
using tined::tests::answer;
using tined::tests::PeerFixture;
using tined::tests::Step;
using Then = Step::Then;
namespace http = tined::http;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

ClientRequest request_to(std::string url, std::string method = "GET") {
    ClientRequest request;
    request.method = std::move(method);
    request.url = std::move(url);
    return request;
}

AsyncGenerator<std::string> pieces(std::vector<std::string> texts) {
    for (std::string& text : texts) co_yield std::move(text);
}

AsyncGenerator<std::string> endless(int& given) {
    while (true) {
        ++given;
        co_yield std::string(64 * 1024, 'x');
    }
}

AsyncGenerator<std::string> failing() {
    co_yield "begun";
    throw std::runtime_error("the disk is gone");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(client_, PeerFixture)

BOOST_AUTO_TEST_CASE(a_request_is_sent_with_what_every_server_needs) {
    peer.steps = {{answer("hello")}};
    const auto seen = get("/a?b#c");
    BOOST_TEST(seen.status == 200);
    BOOST_TEST(seen.body == "hello");
    const std::string host = peer.url("").substr(7);
    BOOST_TEST(peer.requests.at(0) == "GET /a?b HTTP/1.1\r\nHost: " + host +
                                          "\r\nUser-Agent: tined/" TINED_VERSION
                                          "\r\nAccept-Encoding: zstd, br, gzip\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_connection_is_kept_for_the_next_request) {
    peer.steps = {{answer("hello")}};
    for (int i = 0; i < 5; ++i) BOOST_TEST(get().body == "hello");
    BOOST_TEST(peer.connections == 1);
    BOOST_TEST(client().at_rest() == 1U);
    BOOST_TEST(client().in_use() == 0U);
}

BOOST_AUTO_TEST_CASE(an_answer_may_come_byte_by_byte) {
    peer.steps = {
        {"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n" + answer("hello"), Then::keep, 1},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
         "3\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n",
         Then::keep, 1}};
    BOOST_TEST(get().body == "hello");
    BOOST_TEST(get().body == "abcde");
    BOOST_TEST(peer.connections == 1);
}

BOOST_AUTO_TEST_CASE(a_body_that_ends_with_the_connection_is_whole_then) {
    peer.steps = {{"HTTP/1.1 200 OK\r\n\r\nall of it", Then::close}};
    BOOST_TEST(get().body == "all of it");
    BOOST_TEST(client().at_rest() == 0U);
}

BOOST_AUTO_TEST_CASE(where_there_is_no_body_none_is_waited_for) {
    peer.steps = {{"HTTP/1.1 204 No Content\r\n\r\n"},
                  {"HTTP/1.1 304 No\r\nContent-Length: 5\r\n\r\n"},
                  {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"}};
    BOOST_TEST(get().status == 204);
    BOOST_TEST(get().status == 304);
    BOOST_TEST(ask(request_to(peer.url(), "HEAD")).status == 200);
    BOOST_TEST(peer.connections == 1);
}

BOOST_AUTO_TEST_CASE(many_at_once_share_the_connections_of_their_origin) {
    settings.connections_per_origin = 3;
    peer.steps = {{answer("hello")}};
    std::vector<Task<Outcome>> tasks;
    for (int i = 0; i < 20; ++i) tasks.push_back(ask_all(client(), request_to(peer.url())));
    for (const Outcome& seen : run(loop, gather(std::move(tasks)))) {
        BOOST_TEST(seen.body == "hello");
    }
    BOOST_TEST(peer.connections == 3);
    BOOST_TEST(client().at_rest() == 3U);
}

BOOST_AUTO_TEST_CASE(connections_are_bounded_in_all_and_the_longest_at_rest_makes_room) {
    settings.connections = 2;
    tined::tests::Peer second(loop);
    tined::tests::Peer third(loop);
    for (auto* const each : {&peer, &second, &third}) {
        each->steps = {{answer("hello")}};
        BOOST_TEST(ask(request_to(each->url())).body == "hello");
    }
    BOOST_TEST(client().at_rest() == 2U);
    until([&] { return peer.open == 0; });
    BOOST_TEST(second.open == 1);
    BOOST_TEST(third.open == 1);
}

BOOST_AUTO_TEST_CASE(who_waits_for_a_place_too_long_is_told) {
    settings.connections_per_origin = 1;
    settings.total_timeout = 100ms;
    peer.steps = {{"", Then::stall}};
    auto patient = request_to(peer.url());
    patient.total_timeout = 10s;
    auto holds = spawn(ask_all(client(), std::move(patient)));
    BOOST_TEST(get().fault == "timed_out");
    BOOST_TEST(peer.connections == 1);
    holds.cancel();
    BOOST_TEST(client().in_use() == 0U);
}

BOOST_AUTO_TEST_CASE(the_wait_for_a_place_may_have_its_own_time) {
    settings.connections_per_origin = 1;
    settings.place_timeout = 50ms;
    peer.steps = {{"", Then::stall}};
    auto holds = spawn(ask_all(client(), request_to(peer.url())));
    until([&] { return peer.requests.size() == 1; });
    BOOST_TEST(get().fault == "timed_out");
    BOOST_TEST(!holds.is_done());
    holds.cancel();
    BOOST_TEST(client().in_use() == 0U);
}

BOOST_AUTO_TEST_CASE(a_connection_at_rest_that_the_server_closes_is_noticed) {
    peer.steps = {{answer("hello"), Then::close}};
    BOOST_TEST(get().body == "hello");
    until([&] { return client().at_rest() == 0U; });
    BOOST_TEST(get().body == "hello");
    BOOST_TEST(peer.connections == 2);
}

BOOST_AUTO_TEST_CASE(a_server_that_speaks_unasked_loses_its_connection) {
    peer.steps = {{answer("hello") + "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad", Then::keep},
                  {answer("good")}};
    BOOST_TEST(get().body == "hello");
    BOOST_TEST(get().body == "good");
    BOOST_TEST(peer.connections == 2);
}

BOOST_AUTO_TEST_CASE(what_came_before_the_request_is_no_answer_to_it) {
    const auto listening =
        tined::event::listen_at(*tined::event::parse_address("127.0.0.1", 0)).value();
    const std::string url =
        "http://" + tined::event::local_address(listening.get()).value().text() + "/";
    const auto answer_next = [&](std::string_view text) {
        tined::base::Descriptor server;
        until([&] {
            server.reset(::accept(listening.get(), nullptr, nullptr));
            return static_cast<bool>(server);
        });
        BOOST_TEST_REQUIRE(::send(server.get(), text.data(), text.size(), 0) > 0);
        return server;
    };
    auto first = spawn(ask_all(client(), request_to(url)));
    const auto server = answer_next(answer("hello"));
    until([&] { return first.is_done(); });
    BOOST_TEST(client().at_rest() == 1U);
    // The loop has no chance to look until the next request takes the connection.
    const std::string unasked = answer("bad");
    BOOST_TEST_REQUIRE(::send(server.get(), unasked.data(), unasked.size(), 0) > 0);
    int left = 1;
    while (left > 0) BOOST_TEST_REQUIRE(::ioctl(server.get(), SIOCOUTQ, &left) == 0);
    auto second = spawn(ask_all(client(), request_to(url)));
    const auto other = answer_next(answer("good"));
    until([&] { return second.is_done(); });
    BOOST_TEST(second.take().body == "good");
}

BOOST_AUTO_TEST_CASE(a_connection_rests_no_longer_than_is_set) {
    settings.keep_idle = 20ms;
    peer.steps = {{answer("hello")}};
    BOOST_TEST(get().body == "hello");
    BOOST_TEST(client().at_rest() == 1U);
    until([&] { return client().at_rest() == 0U && peer.open == 0; });
}

BOOST_AUTO_TEST_CASE(no_connection_rests_where_none_shall) {
    settings.keep_idle = 0ms;
    peer.steps = {{answer("hello")}};
    BOOST_TEST(get().body == "hello");
    BOOST_TEST(get().body == "hello");
    BOOST_TEST(peer.connections == 2);
}

BOOST_AUTO_TEST_CASE(a_request_that_met_a_closing_connection_is_sent_again_if_that_does_no_harm) {
    peer.steps = {{answer("first")}, {"", Then::close}, {answer("again")}};
    BOOST_TEST(get().body == "first");
    BOOST_TEST(get().body == "again");
    BOOST_TEST(peer.requests.size() == 3U);
    BOOST_TEST(peer.connections == 2);
}

BOOST_AUTO_TEST_CASE(what_may_do_harm_twice_is_not_sent_again) {
    peer.steps = {{answer("first")}, {"", Then::close}, {answer("again")}};
    BOOST_TEST(get().body == "first");
    BOOST_TEST(ask(request_to(peer.url(), "POST")).fault == "disconnected");
    BOOST_TEST(peer.requests.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_first_connection_that_closes_is_not_tried_again) {
    peer.steps = {{"", Then::close}, {answer("again")}};
    BOOST_TEST(get().fault == "disconnected");
    BOOST_TEST(peer.requests.size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_answer_that_has_begun_is_not_asked_for_again) {
    peer.steps = {{answer("first")}, {"HTTP/1.1 20", Then::close}, {answer("again")}};
    BOOST_TEST(get().body == "first");
    BOOST_TEST(get().fault == "disconnected");
    BOOST_TEST(peer.requests.size() == 2U);
}

BOOST_AUTO_TEST_CASE(what_is_no_whole_answer_is_an_error) {
    const std::pair<std::string, std::string> cases[] = {
        {"SSH-2.0-OpenSSH\r\n", "malformed"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", "malformed"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", "malformed"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "malformed"},
        {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "malformed"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello", "disconnected"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "disconnected"},
        {"HTTP/1.1 200 OK\r\nContent-Le", "disconnected"},
        {"", "disconnected"}};
    for (const auto& [text, fault] : cases) {
        peer.steps = {{text, Then::close}};
        BOOST_TEST(get().fault == fault, text);
        BOOST_TEST(client().in_use() == 0U);
        BOOST_TEST(client().at_rest() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(a_reset_is_an_error) {
    peer.steps = {{"HTTP/1.1 200 OK\r\n\r\nhello", Then::reset}};
    BOOST_TEST(get().fault == "disconnected");
}

BOOST_AUTO_TEST_CASE(a_head_without_end_is_refused_at_the_limit) {
    std::string endless_head = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 20'000; ++i) endless_head += "X-Field: value\r\n";
    peer.steps = {{endless_head, Then::stall}};
    BOOST_TEST(get().fault == "malformed");
}

BOOST_AUTO_TEST_CASE(interim_answers_without_end_are_refused) {
    std::string interims;
    for (int i = 0; i < 1000; ++i) interims += "HTTP/1.1 100 Continue\r\n\r\n";
    peer.steps = {{interims, Then::stall}};
    BOOST_TEST(get().fault == "malformed");
}

BOOST_AUTO_TEST_CASE(a_head_as_large_as_the_limit_is_read_and_its_body_too) {
    const std::string large = "X: " + std::string(60'000, 'a') + "\r\n";
    const std::string body(200'000, 'b');
    peer.steps = {{answer(body, large)}};
    BOOST_TEST((get().body == body));
    peer.steps = {{answer(body, large), Then::keep, 1000}};
    BOOST_TEST((get().body == body));
}

BOOST_AUTO_TEST_CASE(a_body_past_the_limit_is_not_collected) {
    settings.body_size = 10;
    peer.steps = {{answer("0123456789")}, {answer("0123456789a")}};
    BOOST_TEST(get().body == "0123456789");
    BOOST_TEST(get().fault == "too_large");
}

BOOST_AUTO_TEST_CASE(each_phase_has_its_time) {
    settings.first_byte_timeout = 50ms;
    settings.idle_timeout = 50ms;
    for (const auto* text :
         {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"}) {
        peer.steps = {{text, Then::stall}};
        BOOST_TEST(get().fault == "timed_out", text);
    }
}

BOOST_AUTO_TEST_CASE(all_of_it_has_a_time_however_busy_the_server_is) {
    settings.total_timeout = 100ms;
    std::string body = "HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n";
    body.append(1'000'000, 'x');
    peer.steps = {{body, Then::keep, 10}};
    BOOST_TEST(get().fault == "timed_out");
}

BOOST_AUTO_TEST_CASE(nobody_who_listens_is_an_error) {
    std::string url;
    {
        const tined::tests::Peer gone(loop);
        url = gone.url();
    }
    BOOST_TEST(ask(request_to(url)).fault == "unconnected");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_sent_is_not_sent) {
    for (const auto* url : {"", "ftp://a/", "http://a b/", "http://u:p@a/", "http://a/\r\nX: y"}) {
        BOOST_TEST(ask(request_to(url)).fault == "bad_request", url);
    }
    BOOST_TEST(ask(request_to(peer.url(), "CONNECT")).fault == "bad_request");
    BOOST_TEST(ask(request_to(peer.url(), "G T")).fault == "bad_request");
    BOOST_TEST(peer.connections == 0);
}

BOOST_AUTO_TEST_CASE(settings_that_cannot_be_sent_are_an_error_of_the_program) {
    settings.user_agent = "a\r\nX: y";
    BOOST_CHECK_THROW(http::Client bad(settings), std::invalid_argument);
    settings.user_agent = "";
    BOOST_CHECK_THROW((void)client().post(peer.url(), "a\r\nb", ""), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_text_is_sent_with_its_length) {
    peer.steps = {{answer("thanks")}};
    auto posted = client().post(peer.url("/p"), "text/plain", "hello");
    BOOST_TEST(run(loop, std::move(posted)).value().status() == 200);
    BOOST_TEST(has(peer.requests.at(0), "POST /p HTTP/1.1\r\n"));
    BOOST_TEST(
        has(peer.requests.at(0), "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"));
}

BOOST_AUTO_TEST_CASE(pieces_are_sent_as_chunks) {
    peer.steps = {{answer("thanks")}};
    auto request = request_to(peer.url(), "PUT");
    request.body = pieces({"hello", "", ", world"});
    BOOST_TEST(ask(std::move(request)).body == "thanks");
    BOOST_TEST(has(peer.requests.at(0),
                   "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n"));
    BOOST_TEST(client().at_rest() == 1U);
}

BOOST_AUTO_TEST_CASE(a_server_that_does_not_read_is_given_no_more_than_it_takes) {
    settings.idle_timeout = 100ms;
    peer.steps = {{"", Then::stall, 0, false}};
    peer.stops_reading = true;
    auto request = request_to(peer.url(), "PUT");
    int given = 0;
    request.body = endless(given);
    BOOST_TEST(ask(std::move(request)).fault == "timed_out");
    BOOST_TEST(given < 1000);
}

BOOST_AUTO_TEST_CASE(an_answer_that_comes_before_the_body_was_sent_is_given) {
    peer.steps = {{answer("too much", "", "413 Content Too Large"), Then::stall, 0, false}};
    auto request = request_to(peer.url(), "PUT");
    int given = 0;
    request.body = endless(given);
    const auto seen = ask(std::move(request));
    BOOST_TEST(seen.status == 413);
    BOOST_TEST(seen.body == "too much");
    BOOST_TEST(client().at_rest() == 0U);
}

BOOST_AUTO_TEST_CASE(what_the_bodys_generator_throws_is_thrown) {
    peer.steps = {{"", Then::stall, 0, false}};
    auto request = request_to(peer.url(), "PUT");
    request.body = failing();
    auto asked = ask_all(client(), std::move(request));
    BOOST_CHECK_THROW(run(loop, std::move(asked)), std::runtime_error);
    BOOST_TEST(client().in_use() == 0U);
}

BOOST_AUTO_TEST_CASE(codings_are_undone) {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text.append(std::to_string(i)).append(" lines\n");
    http::Encoder encoder;
    for (const http::ContentCoding coding : http::all_codings) {
        const std::string coded = encoder.encode(coding, text, http::Effort::kept);
        const std::string field = "Content-Encoding: " + std::string(name_of(coding)) + "\r\n";
        peer.steps = {{answer(coded, field), Then::keep, 1000}};
        BOOST_TEST((get().body == text));
        peer.steps = {{answer(coded.substr(0, coded.size() - 3), field)}};
        BOOST_TEST(get().fault == "bad_coding");
        peer.steps = {{answer("", field)}};
        BOOST_TEST(get().body == "");
    }
}

BOOST_AUTO_TEST_CASE(a_small_body_that_stands_for_much_ends_at_the_limit) {
    settings.body_size = 1024 * 1024;
    const std::string coded = http::Encoder().encode(
        http::ContentCoding::gzip, std::string(64 * 1024 * 1024, '\0'), http::Effort::kept);
    peer.steps = {{answer(coded, "Content-Encoding: gzip\r\n")}};
    BOOST_TEST(get().fault == "too_large");
}

BOOST_AUTO_TEST_CASE(who_names_the_codings_himself_gets_the_body_as_it_is_sent) {
    peer.steps = {{answer("coded", "Content-Encoding: gzip\r\n")}};
    auto request = request_to(peer.url());
    request.fields.add("Accept-Encoding", "gzip");
    BOOST_TEST(ask(std::move(request)).body == "coded");
    BOOST_TEST(!has(peer.requests.at(0), "zstd"));
    auto part = request_to(peer.url());
    part.fields.add("Range", "bytes=0-4");
    BOOST_TEST(ask(std::move(part)).body == "coded");
}

BOOST_AUTO_TEST_CASE(a_coding_that_nobody_knows_is_left_as_it_is) {
    peer.steps = {{answer("coded", "Content-Encoding: compress\r\n")}};
    BOOST_TEST(get().body == "coded");
}

BOOST_AUTO_TEST_CASE(a_response_that_is_dropped_closes_its_connection) {
    peer.steps = {{answer(std::string(1'000'000, 'x'))}};
    {
        auto response = run(loop, client().get(peer.url())).value();
        BOOST_TEST(client().in_use() == 1U);
        const auto piece = run(loop, response.read());
        BOOST_TEST(piece.value().front() == 'x');
    }
    BOOST_TEST(client().in_use() == 0U);
    BOOST_TEST(client().at_rest() == 0U);
    until([&] { return peer.open == 0; });
}

BOOST_AUTO_TEST_CASE(a_task_that_is_cancelled_closes_its_connection) {
    peer.steps = {{"", Then::stall}};
    auto asked = spawn(ask_all(client(), request_to(peer.url())));
    until([&] { return peer.requests.size() == 1; });
    BOOST_TEST(client().in_use() == 1U);
    asked.cancel();
    BOOST_TEST(client().in_use() == 0U);
    until([&] { return peer.open == 0; });
}

BOOST_AUTO_TEST_CASE(who_does_not_read_lets_the_server_wait) {
    peer.steps = {{answer(std::string(50'000'000, 'x'))}};
    auto response = run(loop, client().get(peer.url())).value();
    for (int i = 0; i < 100; ++i) run(loop, []() -> Task<> { co_await sleep_for(0ms); }());
    BOOST_TEST(peer.answered == 0);
    std::size_t got = 0;
    while (true) {
        const auto piece = run(loop, response.read()).value();
        if (piece.empty()) break;
        got += piece.size();
    }
    BOOST_TEST(got == 50'000'000U);
    BOOST_TEST(client().at_rest() == 1U);
}

BOOST_AUTO_TEST_CASE(the_pieces_of_a_cut_body_end_with_a_failure) {
    peer.steps = {{"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello", Then::close}};
    auto body = http::pieces_of(run(loop, client().get(peer.url())).value());
    const auto next = [](AsyncGenerator<std::string>& from) -> Task<std::string> {
        const auto piece = co_await from.next();
        co_return piece.value_or("");
    };
    BOOST_TEST(run(loop, next(body)) == "hello");
    BOOST_CHECK_THROW(run(loop, next(body)), http::ClientFailure);
}

BOOST_AUTO_TEST_SUITE_END()
