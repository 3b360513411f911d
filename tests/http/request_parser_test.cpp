// What the corpus (request_parser_corpus_test.cpp) can't say: memory, movement, reuse.
#include "http/request_parser.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>

#include "tests/support/split_points.hpp"

namespace tined::http {
namespace {

const std::string plain = "GET /a?b HTTP/1.1\r\nHost: h\r\nX: y\r\n\r\n";

BOOST_AUTO_TEST_SUITE(request_parser)

BOOST_AUTO_TEST_CASE(the_views_point_into_the_received_bytes) {
    const Limits limits;
    RequestParser parser(limits);
    const RequestHead* const head = parser.parse(plain).value();
    BOOST_TEST_REQUIRE(head != nullptr);
    BOOST_TEST(static_cast<const void*>(head->method_text.data()) == plain.data());
    BOOST_TEST(static_cast<const void*>(head->query.data()) == plain.data() + 7);
    BOOST_TEST(head->size == plain.size());
}

BOOST_AUTO_TEST_CASE(what_follows_the_head_is_not_looked_at) {
    const Limits limits;
    RequestParser parser(limits);
    const std::string received = plain + std::string("\0\n garbage", 10);
    const auto head = parser.parse(received);
    BOOST_TEST_REQUIRE(head.has_value());
    BOOST_TEST((*head)->size == plain.size());
}

BOOST_AUTO_TEST_CASE(the_bytes_may_move_between_two_calls) {
    const Limits limits;
    tests::at_every_split(plain, [&limits](std::string_view first, std::string_view) {
        RequestParser parser(limits);
        auto before = std::make_unique<std::string>(first);
        BOOST_TEST(parser.parse(*before).has_value());
        const std::string after = plain;
        before->assign(before->size(), '#');  // a view into it would be seen
        const auto head = parser.parse(after);
        BOOST_TEST_REQUIRE((head.has_value() && *head != nullptr));
        BOOST_TEST((*head)->target == "/a?b");
        BOOST_TEST((*head)->fields.find("x").value() == "y");
        BOOST_TEST((*head)->fields.size() == 2u);
    });
}

BOOST_AUTO_TEST_CASE(a_parser_is_used_again_after_a_head_and_after_an_error) {
    const Limits limits;
    RequestParser parser(limits);
    BOOST_TEST(!parser.parse("GET / HTTP/1.1\r\n bad").has_value());
    for (int i = 0; i < 3; ++i) {
        const auto head = parser.parse(plain);
        BOOST_TEST_REQUIRE((head.has_value() && *head != nullptr));
        BOOST_TEST((*head)->fields.size() == 2u);
    }
}

BOOST_AUTO_TEST_CASE(after_a_reset_the_unfinished_head_is_forgotten) {
    const Limits limits;
    RequestParser parser(limits);
    std::string buffer = "POST /old HTTP/1.1\r\nHost: h\r\nConte";
    BOOST_TEST(parser.parse(buffer).value() == nullptr);
    parser.reset();
    buffer.replace(0, plain.size(), plain);  // the same address, another connection
    const auto head = parser.parse(buffer);
    BOOST_TEST_REQUIRE((head.has_value() && *head != nullptr));
    BOOST_TEST((*head)->raw_path == "/a");
}

BOOST_AUTO_TEST_CASE(after_an_error_what_came_before_it_is_known) {
    const Limits limits;
    RequestParser parser(limits);
    BOOST_TEST(!parser.parse("PUT /x HTTP/1.1\r\nHost: h\r\nbad line\r\n\r\n").has_value());
    BOOST_TEST(parser.head().method_text == "PUT");
    BOOST_TEST(parser.head().target == "/x");
    BOOST_TEST(parser.head().fields.find("host").value() == "h");
}

BOOST_AUTO_TEST_CASE(the_fields_keep_their_memory) {
    const Limits limits;
    RequestParser parser(limits);
    const RequestHead* const first = parser.parse(plain).value();
    const Field* const memory = &*first->fields.begin();
    BOOST_TEST(parser.parse(plain).value() == first);
    BOOST_TEST(&*first->fields.begin() == memory);
}

BOOST_AUTO_TEST_CASE(no_head_is_longer_than_a_buffer_of_most_bytes) {
    Limits limits;
    limits.request_line = 14;
    limits.header_size = 9;
    const std::string longest = "\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n";
    BOOST_TEST(RequestParser::most_bytes(limits) == longest.size());
    RequestParser parser(limits);
    BOOST_TEST(parser.parse(longest).value() != nullptr);
    tests::byte_by_byte(longest + "x", [&parser, &longest](std::string_view received) {
        const auto head = parser.parse(received);
        BOOST_TEST(head.has_value());
        if (received.size() == longest.size()) BOOST_TEST(*head != nullptr);
    });
}

BOOST_AUTO_TEST_CASE(a_carriage_return_without_its_line_feed_is_refused_before_the_line_ends) {
    const Limits limits;
    for (const std::string_view text : {"GET / HTTP/1.1\rX", "GET / HTTP/1.1\r\nHost: h\rX",
                                        "GET / HTTP/1.1\r\nHost: h\r\n\rX"}) {
        RequestParser parser(limits);
        BOOST_TEST(parser.parse(text.substr(0, text.size() - 1)).value() == nullptr);
        const auto head = parser.parse(text);
        BOOST_TEST_REQUIRE(!head.has_value());
        BOOST_TEST((head.error() == ParseError::bad_line_ending));
    }
}

// A line is looked at when it begins and when it is whole; in between only its new bytes are.
BOOST_AUTO_TEST_CASE(a_line_that_drips_is_not_read_again_for_each_byte) {
    Limits limits;
    limits.header_size = 4 * 1024 * 1024;
    RequestParser parser(limits);
    const std::string dripping =
        "GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(2 * 1024 * 1024, 'y') + "\r\n\r\n";
    // Two million calls: to read them all again each time would take days.
    const RequestHead* head = nullptr;
    bool is_refused = false;
    tests::byte_by_byte(dripping, [&](std::string_view received) {
        const auto outcome = parser.parse(received);
        is_refused = is_refused || !outcome.has_value();
        if (outcome.has_value()) head = *outcome;
    });
    BOOST_TEST(!is_refused);
    BOOST_TEST_REQUIRE(head != nullptr);
    BOOST_TEST(head->fields.find("x")->size() == 2u * 1024 * 1024);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
