// What a body may cost who reads it, or gives it up.
#include "http/client_response.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "http/encoder.hpp"
#include "tests/http/peer_fixture.hpp"

using namespace std::chrono_literals;
using tined::event::Task;
using tined::http::ClientResponse;
using tined::tests::answer;
using tined::tests::PeerFixture;
using tined::tests::Step;
using tined::tests::TurnWatch;
namespace http = tined::http;

namespace {

// Gives the name of what went wrong, empty if nothing did.
Task<std::string> read_all(http::Client& client, std::string url, TurnWatch& watch) {
    auto response = co_await client.get(std::move(url));
    if (!response) co_return std::string(name_of(response.error().fault));
    while (true) {
        const auto piece = co_await response->read();
        if (!piece) co_return std::string(name_of(piece.error().fault));
        if (piece->empty()) co_return "";
        watch.on_piece();
    }
}

constexpr std::size_t frame_size = 16 * 1024 * 1024;

// A thousandth and less of what it stands for.
Step of_zeros(int frames) {
    const std::string frame = http::Encoder().encode(
        http::ContentCoding::zstd, std::string(frame_size, '\0'), http::Effort::kept);
    std::string coded;
    for (int i = 0; i < frames; ++i) coded += frame;
    return {answer(coded, "Content-Encoding: zstd\r\n")};
}

struct ResponseFixture : PeerFixture {
    ClientResponse asked() { return run(loop, client().get(peer.url())).value(); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(client_response, ResponseFixture)

BOOST_AUTO_TEST_CASE(a_few_bytes_that_stand_for_many_let_others_have_their_turn) {
    peer.steps = {of_zeros(4)};
    TurnWatch watch;
    BOOST_TEST(run(loop, read_all(client(), peer.url(), watch)) == "");
    BOOST_TEST(watch.longest() <= TurnWatch::most);
}

BOOST_AUTO_TEST_CASE(chunks_of_one_byte_let_others_have_their_turn) {
    std::string chunks;
    for (int i = 0; i < 1000; ++i) chunks += "1\r\nx\r\n";
    peer.steps = {{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n"}};
    TurnWatch watch;
    BOOST_TEST(run(loop, read_all(client(), peer.url(), watch)) == "");
    BOOST_TEST(watch.longest() <= TurnWatch::most);
}

BOOST_AUTO_TEST_CASE(the_time_for_all_of_it_ends_a_body_that_is_being_decoded) {
    settings.total_timeout = 50ms;
    peer.steps = {of_zeros(256)};
    TurnWatch watch;
    BOOST_TEST(run(loop, read_all(client(), peer.url(), watch)) == "timed_out");
}

BOOST_AUTO_TEST_CASE(a_short_rest_is_read_and_its_connection_kept) {
    peer.steps = {{answer("hello")}};
    auto response = asked();
    run(loop, response.discard());
    BOOST_TEST(client().at_rest() == 1U);
    BOOST_TEST(run(loop, response.read()).value() == "");
}

BOOST_AUTO_TEST_CASE(a_rest_that_is_long_closes_its_connection) {
    peer.steps = {{answer(std::string(100'000, 'x'))}};
    auto response = asked();
    run(loop, response.discard(1000));
    BOOST_TEST(client().in_use() == 0U);
    BOOST_TEST(client().at_rest() == 0U);
    BOOST_TEST(run(loop, response.read()).value() == "");
    until([&] { return peer.open == 0; });
}

BOOST_AUTO_TEST_CASE(a_rest_that_is_slow_closes_its_connection) {
    peer.steps = {{.answer = answer(std::string(1000, 'x')), .cut = 100, .pause = 50ms}};
    auto response = asked();
    run(loop, response.discard(16 * 1024, 100ms));
    BOOST_TEST(client().in_use() == 0U);
    BOOST_TEST(client().at_rest() == 0U);
    until([&] { return peer.open == 0; });
}

BOOST_AUTO_TEST_SUITE_END()
