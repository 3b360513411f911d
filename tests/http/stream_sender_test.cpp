#include "http/stream_sender.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "event/event.hpp"
#include "tests/http/serving_fixture.hpp"

using tined::tests::Client;
using tined::tests::ServingFixture;
using tined::tests::without_date;
namespace http = tined::http;

namespace {

using Pieces = tined::event::AsyncGenerator<std::string>;

Pieces all_of(std::vector<std::string> texts) {
    for (auto& text : texts) co_yield std::move(text);
}

Pieces failing_after(std::string text) {
    co_yield std::move(text);
    throw std::runtime_error("the source is gone");
}

Pieces failing_strangely_after(std::string text) {
    co_yield std::move(text);
    throw 42;
}

/// What a generator does, for a test that looks on.
struct Source {
    int given = 0;
    int destroyed = 0;
    tined::event::Event go_on;

    struct Witness {
        int& destroyed;
        ~Witness() { ++destroyed; }
    };

    Pieces waiting_between(std::string first, std::string second) {
        const Witness witness{destroyed};
        ++given;
        co_yield std::move(first);
        co_await go_on.wait();
        ++given;
        co_yield std::move(second);
    }
    Pieces endless(std::size_t size) {
        const Witness witness{destroyed};
        while (true) {
            ++given;
            co_yield std::string(size, 'x');
        }
    }
};

http::Response streamed(Pieces pieces, int status = 200) {
    http::Response response(status);
    response.set_body(std::make_shared<Pieces>(std::move(pieces)));
    return response;
}

struct StreamFixture : ServingFixture {
    Source source;
    tined::event::Loop::Entered here{loop};

    void serve(http::Response response) {
        service.constant["/s"] = std::move(response);
        start();
    }
    /// The fixture's service keeps a copy of each answer; a stream ends when the last one does.
    void forget() { service.constant.clear(); }
};

constexpr std::string_view get = "GET /s HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string chunked_head =
    "HTTP/1.1 200 OK\r\nServer: t\r\nDate: D\r\nTransfer-Encoding: chunked\r\n\r\n";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(stream_sender, StreamFixture)

BOOST_AUTO_TEST_CASE(a_stream_goes_out_in_chunks_and_the_connection_is_kept) {
    serve(streamed(all_of({"one", "", "twenty bytes in all."})));
    Client client = connect();
    client.send(get);
    until_heard(client, "0\r\n\r\n");
    BOOST_TEST(without_date(client.take()) ==
               chunked_head + "3\r\none\r\n14\r\ntwenty bytes in all.\r\n0\r\n\r\n");
    client.send("GET /after HTTP/1.1\r\nHost: x\r\n\r\n");
    until_heard(client, "GET /after");
    BOOST_TEST(server->counts().idle == 1U);
}

BOOST_AUTO_TEST_CASE(a_client_of_1_0_knows_the_end_by_that_of_the_connection) {
    serve(streamed(all_of({"one", "two"})));
    BOOST_TEST(ask("GET /s HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") ==
               "HTTP/1.1 200 OK\r\nServer: t\r\nDate: D\r\n\r\nonetwo");
}

BOOST_AUTO_TEST_CASE(a_head_starts_no_stream) {
    serve(streamed(source.waiting_between("a", "b")));
    BOOST_TEST(ask("HEAD /s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") ==
               "HTTP/1.1 200 OK\r\nServer: t\r\nDate: D\r\nConnection: close\r\n"
               "Transfer-Encoding: chunked\r\n\r\n");
    BOOST_TEST(source.given == 0);
}

BOOST_AUTO_TEST_CASE(a_status_without_a_body_starts_no_stream) {
    serve(streamed(source.waiting_between("a", "b"), 204));
    BOOST_TEST(ask("GET /s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") ==
               "HTTP/1.1 204 No Content\r\nServer: t\r\nDate: D\r\nConnection: close\r\n\r\n");
    BOOST_TEST(source.given == 0);
}

BOOST_AUTO_TEST_CASE(a_piece_is_sent_before_the_next_is_there) {
    serve(streamed(source.waiting_between("first", "second")));
    Client client = connect();
    client.send(get);
    until_heard(client, "first\r\n");
    BOOST_TEST(source.given == 1);
    source.go_on.set();
    until_heard(client, "second\r\n0\r\n\r\n");
    BOOST_TEST(source.given == 2);
}

BOOST_AUTO_TEST_CASE(a_client_that_takes_nothing_is_given_no_more) {
    constexpr std::size_t piece = 64 * 1024;
    serve(streamed(source.endless(piece)));
    Client client = connect(4096);
    client.send(get);
    until([&] { return source.given > 0; });
    int before = 0;
    until([&] {  // until the kernel's buffers are full: nothing is given in 50 turns
        before = source.given;
        turn(50);
        return source.given == before;
    });
    BOOST_TEST(source.given < 200);
    while (client.heard().size() < 4 * piece) turn(1);
    until([&] { return source.given > before; });
}

BOOST_AUTO_TEST_CASE(a_client_that_takes_nothing_for_too_long_is_left) {
    settings.limits.write_timeout = std::chrono::milliseconds(20);
    serve(streamed(source.endless(64 * 1024)));
    Client client = connect(4096);
    client.send(get);
    until([&] { return server->counts().open == 1; });
    until([&] { return server->counts().open == 0; });
    forget();
    BOOST_TEST(source.destroyed == 1);
    BOOST_TEST(seen.finished.front().is_cut_short);
}

BOOST_AUTO_TEST_CASE(a_client_that_resets_ends_the_generator_where_it_waits) {
    serve(streamed(source.waiting_between("first", "second")));
    Client client = connect();
    client.send(get);
    until_heard(client, "first");
    forget();
    BOOST_TEST(source.destroyed == 0);
    client.reset();
    until([&] { return server->counts().open == 0; });
    BOOST_TEST(source.destroyed == 1);
    BOOST_TEST(source.given == 1);
    BOOST_TEST(seen.finished.front().status == 200);
    BOOST_TEST(seen.finished.front().body_bytes == 5U);
    BOOST_TEST(seen.finished.front().is_cut_short);
    BOOST_TEST(seen.failures.empty());
}

BOOST_AUTO_TEST_CASE(a_client_that_only_ends_its_own_sending_gets_all) {
    serve(streamed(source.waiting_between("first", "second")));
    Client client = connect();
    client.send(get);
    client.finish_sending();
    until_heard(client, "first");
    turn(5);
    source.go_on.set();
    until_heard(client, "second\r\n0\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(a_stream_that_throws_is_cut_off_and_told_once) {
    serve(streamed(failing_after("first")));
    BOOST_TEST(ask(get) == chunked_head + "5\r\nfirst\r\n");
    BOOST_TEST_REQUIRE(seen.failures.size() == 1U);
    BOOST_TEST(seen.failures.front() == "the source is gone");
    BOOST_TEST(seen.finished.front().is_cut_short);
}

BOOST_AUTO_TEST_CASE(a_stream_that_throws_what_is_no_exception_is_cut_off_and_told_too) {
    serve(streamed(failing_strangely_after("first")));
    BOOST_TEST(ask(get) == chunked_head + "5\r\nfirst\r\n");
    BOOST_TEST_REQUIRE(seen.failures.size() == 1U);
    BOOST_TEST(seen.failures.front() == "it threw what is no std::exception");
}

BOOST_AUTO_TEST_CASE(a_stream_that_waits_for_nothing_lets_others_have_their_turn) {
    serve(streamed(source.endless(0)));
    Client client = connect();
    client.send(get);
    // Were it to hold the loop, this would never end.
    until([&] { return source.given > 100; });
    forget();
    client.reset();
    until([&] { return source.destroyed == 1; });
}

BOOST_AUTO_TEST_CASE(the_bytes_of_a_stream_are_counted) {
    serve(streamed(all_of({"one", "two"})));
    Client client = connect();
    client.send(get);
    until_heard(client, "0\r\n\r\n");
    until([&] { return !seen.finished.empty(); });
    BOOST_TEST(seen.finished.front().body_bytes == 6U);
    BOOST_TEST(seen.finished.front().bytes == client.heard().size());
    BOOST_TEST(!seen.finished.front().is_cut_short);
}

BOOST_AUTO_TEST_CASE(a_server_that_ends_destroys_the_streams_that_it_sends) {
    serve(streamed(source.waiting_between("first", "second")));
    Client client = connect();
    client.send(get);
    until_heard(client, "first");
    forget();
    server.reset();
    BOOST_TEST(source.destroyed == 1);
}

BOOST_AUTO_TEST_SUITE_END()
