#include "http/body_reader.hpp"

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <expected>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "tests/http/channel_fixture.hpp"
#include "tests/support/split_points.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace std::chrono_literals;
using tined::http::BodyError;
using tined::http::BodyReader;
using tined::http::Framing;
using tined::http::RequestHead;

namespace {

struct BodyFixture : tined::tests::ChannelFixture {
    tined::tests::TemporaryFolder folder;
    std::string spool = folder.path().string();
    tined::http::Limits limits;
    BodyReader body{limits, spool, channel};

    static RequestHead of_length(std::uint64_t length) {
        RequestHead head;
        head.framing = Framing::length;
        head.content_length = length;
        return head;
    }
    static RequestHead of_chunks() {
        RequestHead head;
        head.framing = Framing::chunked;
        return head;
    }
    void receive(std::string_view bytes) {
        tests::say(pair.far, bytes);
        BOOST_REQUIRE((channel.receive() == tined::http::Received::some));
    }
    tined::event::Task<std::string> read_or_collect(bool collects) {
        if (collects) {
            const auto all = co_await body.collect();
            co_return std::string(all.value());
        }
        std::string all;
        for (;;) {
            const auto piece = co_await body.read();
            if (piece.value().empty()) co_return all;
            all += *piece;
        }
    }
    BodyError collecting_fails() {
        const auto all = wait(body.collect());
        BOOST_REQUIRE(!all.has_value());
        return all.error();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(body_reader, BodyFixture)

BOOST_AUTO_TEST_CASE(no_body_is_empty_and_collected) {
    body.begin(RequestHead());
    BOOST_TEST(body.is_empty());
    BOOST_TEST(body.is_collected());
    BOOST_TEST(body.is_finished());
    BOOST_TEST(wait(body.collect()).value().empty());
    BOOST_TEST(wait(body.read()).value().empty());
}

BOOST_AUTO_TEST_CASE(bodies_are_read_and_collected_at_every_cut) {
    const std::string_view chunked = "5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nT: x\r\n\r\n";
    for (const std::string_view bytes : {std::string_view("hello world"), chunked}) {
        const RequestHead head = bytes == chunked ? of_chunks() : of_length(bytes.size());
        tined::tests::at_every_split(bytes, [&](std::string_view first, std::string_view rest) {
            for (const bool collects : {false, true}) {
                body.begin(head);
                if (!first.empty()) receive(first);
                auto reading = run(read_or_collect(collects));
                tests::say(pair.far, std::string(rest) + "NEXT");
                BOOST_TEST(wait(reading) == "hello world");
                BOOST_TEST(body.is_finished());
                while (channel.input().unread().size() < 4) channel.receive();
                BOOST_TEST(channel.input().unread() == "NEXT");
                channel.input().clear();
                body.end();
            }
        });
    }
}

BOOST_AUTO_TEST_CASE(a_body_that_came_with_its_head_is_not_copied) {
    receive("HEADbody");
    channel.input().consume(4);
    channel.input().pin();
    body.begin(of_length(4));
    const char* const where = channel.input().unread().data();
    const std::string_view all = wait(body.collect()).value();
    BOOST_TEST(all == "body");
    BOOST_TEST((all.data() == where));
    receive("more that comes meanwhile");
    BOOST_TEST(all == "body");
    BOOST_TEST(body.collected() == "body");
    BOOST_TEST(wait(body.collect()).value() == "body");
}

BOOST_AUTO_TEST_CASE(a_body_past_64_KiB_goes_to_the_spool) {
    std::string large;
    for (int i = 0; large.size() < 300'000; ++i) large += std::to_string(i) + ",";
    body.begin(of_length(large.size()));
    auto collecting = run(body.collect());
    std::size_t sent = 0;
    while (!collecting.is_done()) {
        const auto more = ::send(pair.far.get(), large.data() + sent, large.size() - sent,
                                 MSG_DONTWAIT | MSG_NOSIGNAL);
        if (more > 0) sent += static_cast<std::size_t>(more);
        loop.run_once();
    }
    const bool is_same = collecting.take().value() == large;
    BOOST_TEST(is_same);
    BOOST_TEST(std::filesystem::is_empty(folder.path()));
    body.end();
    BOOST_TEST(body.collected().empty());
}

BOOST_AUTO_TEST_CASE(a_spool_that_cannot_be_written_is_no_space) {
    spool = "/no/such/folder";
    body.begin(of_chunks());
    auto collecting = run(body.collect());
    const std::string piece = fmt::format("7d0\r\n{}\r\n", std::string(2000, 'x'));
    while (!collecting.is_done()) {
        tests::say(pair.far, piece);
        loop.run_once();
    }
    BOOST_TEST((collecting.take().error() == BodyError::no_space));
    BOOST_TEST(body.why_no_space() == "keep a body in /no/such/folder: No such file or directory");
}

BOOST_AUTO_TEST_CASE(a_length_over_the_limit_is_told_before_a_byte_is_read) {
    limits.body_size = 10;
    RequestHead head = of_length(11);
    head.expects_continue = true;
    body.begin(head);
    BOOST_TEST((collecting_fails() == BodyError::too_large));
    BOOST_TEST((collecting_fails() == BodyError::too_large));
    BOOST_TEST(channel.output().is_empty());
    BOOST_TEST(!body.can_be_drained(1000));

    receive("elevenbytes");
    body.begin(of_length(11));
    BOOST_TEST((collecting_fails() == BodyError::too_large));
}

BOOST_AUTO_TEST_CASE(a_route_can_set_its_own_limit) {
    limits.body_size = 3;
    receive("fourxxxxx");
    body.begin(of_length(4));
    body.set_limit(4);
    BOOST_TEST(wait(body.collect()).value() == "four");
}

BOOST_AUTO_TEST_CASE(chunks_over_the_limit_are_too_large) {
    limits.body_size = 5;
    receive("3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n");
    body.begin(of_chunks());
    BOOST_TEST((collecting_fails() == BodyError::too_large));
    BOOST_TEST(!body.can_be_drained(1000));
}

BOOST_AUTO_TEST_CASE(bad_chunks_are_malformed) {
    receive("3\r\nabcd\r\n");
    body.begin(of_chunks());
    BOOST_TEST((collecting_fails() == BodyError::malformed));
    BOOST_TEST((collecting_fails() == BodyError::malformed));
}

BOOST_AUTO_TEST_CASE(silence_times_out) {
    limits.body_timeout = 5ms;
    body.begin(of_length(10));
    BOOST_TEST((collecting_fails() == BodyError::timed_out));
}

BOOST_AUTO_TEST_CASE(a_client_that_goes_away_leaves_it_truncated) {
    receive("half");
    body.begin(of_length(10));
    pair.far.reset();
    BOOST_TEST((collecting_fails() == BodyError::truncated));
}

BOOST_AUTO_TEST_CASE(too_slow_is_below_the_rate_after_the_grace_only) {
    using tined::http::is_too_slow;
    BOOST_TEST(!is_too_slow(0, 9999ms, 1024));
    BOOST_TEST(is_too_slow(10 * 1024 - 1, 10s, 1024));
    BOOST_TEST(!is_too_slow(10 * 1024, 10s, 1024));
    BOOST_TEST(is_too_slow(20 * 1024 - 1, 20s, 1024));
    BOOST_TEST(!is_too_slow(0, 1h, 0));
}

BOOST_AUTO_TEST_CASE(continue_is_sent_once_and_only_when_the_body_is_waited_for) {
    RequestHead head = of_length(10);
    head.expects_continue = true;
    body.begin(head);
    auto collecting = run(body.collect());
    BOOST_TEST(tests::hear(pair.far) == "HTTP/1.1 100 Continue\r\n\r\n");
    tests::say(pair.far, "hello");
    for (int i = 0; i < 3; ++i) loop.run_once();
    tests::say(pair.far, "world");
    BOOST_TEST(wait(collecting).value() == "helloworld");
    BOOST_TEST(tests::hear(pair.far).empty());

    receive("helloworld");  // a client that did not wait after all
    body.begin(head);
    BOOST_TEST(wait(body.collect()).value() == "helloworld");
    BOOST_TEST(tests::hear(pair.far).empty());
}

BOOST_AUTO_TEST_CASE(a_client_of_1_0_is_not_told_to_continue) {
    RequestHead head = of_length(5);
    head.expects_continue = true;
    head.version = tined::http::Version::http_1_0;
    body.begin(head);
    auto collecting = run(body.collect());
    BOOST_TEST(tests::hear(pair.far).empty());
    tests::say(pair.far, "hello");
    BOOST_TEST(wait(collecting).value() == "hello");
}

BOOST_AUTO_TEST_CASE(reading_and_collecting_do_not_mix) {
    receive("hello");
    body.begin(of_length(10));
    BOOST_TEST(wait(body.read()).value() == "hello");
    BOOST_CHECK_THROW(wait(body.collect()), std::logic_error);
    receive("world");
    body.begin(of_length(5));
    BOOST_TEST(wait(body.collect()).value() == "world");
    BOOST_CHECK_THROW(wait(body.read()), std::logic_error);
}

BOOST_AUTO_TEST_CASE(what_has_come_of_an_unread_body_is_dropped) {
    receive("hello NEXT");
    body.begin(of_length(6));
    BOOST_TEST(body.can_be_drained(0));
    BOOST_TEST(body.is_finished());
    BOOST_TEST(channel.input().unread() == "NEXT");
    channel.input().clear();

    receive("3\r\nabc\r\n0\r\n\r\nNEXT");
    body.begin(of_chunks());
    BOOST_TEST(body.can_be_drained(3));
    BOOST_TEST(channel.input().unread() == "NEXT");
}

BOOST_AUTO_TEST_CASE(the_rest_of_an_unread_body_is_waited_for_if_it_is_little) {
    receive("he");
    body.begin(of_length(6));
    BOOST_TEST(body.can_be_drained(4));
    BOOST_TEST(!body.is_finished());
    auto draining = run(body.drain(loop.now() + 10s));
    tests::say(pair.far, "llo NEXT");
    BOOST_TEST(wait(draining));
    BOOST_TEST(channel.input().unread() == "NEXT");
    channel.input().clear();

    body.begin(of_length(6));
    BOOST_TEST(!body.can_be_drained(5));
    BOOST_TEST(!wait(body.drain(loop.now() + 5ms)));
    body.begin(of_chunks());
    BOOST_TEST(!body.can_be_drained(1000));
}

BOOST_AUTO_TEST_CASE(a_client_that_waits_for_leave_is_not_waited_for) {
    RequestHead head = of_length(5);
    head.expects_continue = true;
    body.begin(head);
    BOOST_TEST(!body.can_be_drained(1000));
    receive("hello");
    body.begin(head);
    BOOST_TEST(body.can_be_drained(1000));
}

BOOST_AUTO_TEST_SUITE_END()
