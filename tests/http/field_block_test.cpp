#include "http/field_block.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

using tined::http::Field;
using tined::http::FieldBlock;

BOOST_AUTO_TEST_SUITE(field_block)

BOOST_AUTO_TEST_CASE(fields_stand_as_they_will_be_sent_in_the_order_they_came) {
    FieldBlock block;
    BOOST_TEST(block.empty());
    block.add("Content-Type", "text/plain");
    block.add("X-Empty", "");
    block.add("Set-Cookie", "a=1");
    BOOST_TEST(block.text() == "Content-Type: text/plain\r\nX-Empty: \r\nSet-Cookie: a=1\r\n");
}

BOOST_AUTO_TEST_CASE(fields_are_found_without_regard_to_case_and_the_first_wins) {
    FieldBlock block;
    block.add("Link", "one: 1");
    block.add("link", "two");
    BOOST_TEST(block.find("LINK").value() == "one: 1");
    BOOST_TEST(!block.has("Lin"));
}

BOOST_AUTO_TEST_CASE(removing_takes_all_of_a_name_and_nothing_else) {
    FieldBlock block;
    block.add("A", "1");
    block.add("B", "2");
    block.add("a", "3");
    block.remove("A");
    BOOST_TEST(block.text() == "B: 2\r\n");
    block.remove("C");
    BOOST_TEST(block.text() == "B: 2\r\n");
}

BOOST_AUTO_TEST_CASE(walking_gives_every_line) {
    FieldBlock block;
    block.add("A", "x: y");
    block.add("B", "");
    std::string seen;
    for (const Field field : block)
        seen.append(field.name).append("=").append(field.value).append(";");
    BOOST_TEST(seen == "A=x: y;B=;");
}

BOOST_AUTO_TEST_CASE(a_name_that_is_gone_is_not_found_and_one_that_came_is) {
    FieldBlock block;
    block.add("date", "now");
    BOOST_TEST(block.has("Date"));
    BOOST_TEST(!block.has("Server"));
    block.remove("Date");
    block.add("SERVER", "s");
    BOOST_TEST(!block.has("Date"));
    BOOST_TEST(block.has("server"));
    BOOST_TEST(!block.has(""));
}

// There are 64 bits for all names: some share one.
BOOST_AUTO_TEST_CASE(names_are_told_apart_however_many_there_are) {
    FieldBlock block;
    for (int i = 0; i < 200; i += 2) block.add("X-" + std::to_string(i), std::to_string(i));
    for (int i = 0; i < 200; ++i) {
        const auto found = block.find("x-" + std::to_string(i));
        BOOST_TEST(found.has_value() == (i % 2 == 0));
        if (found) BOOST_TEST(*found == std::to_string(i));
    }
}

BOOST_AUTO_TEST_CASE(a_block_is_set_in_place_of_what_has_its_names) {
    FieldBlock ready("Content-Type", "text/css");
    ready.add("ETag", "\"new\"");
    FieldBlock block;
    block.add("etag", "\"old\"");
    block.add("Vary", "*");
    block.add("ETAG", "\"older\"");
    block.set(ready);
    BOOST_TEST(block.text() == "Vary: *\r\nContent-Type: text/css\r\nETag: \"new\"\r\n");
    BOOST_TEST(block.has("content-type"));
}

BOOST_AUTO_TEST_CASE(what_would_break_the_head_is_not_taken) {
    FieldBlock block;
    for (const std::string_view name : {"", "A B", "A:", "A\r\n", "\xc3\xa9"})
        BOOST_CHECK_THROW(block.add(name, "v"), std::invalid_argument);
    using namespace std::string_view_literals;
    for (const std::string_view value :
         {"a\rb"sv, "a\nb"sv, "a\r\nSet-Cookie: b"sv, "a\0b"sv, "\x7f"sv, "a\x01"sv})
        BOOST_CHECK_THROW(block.add("A", value), std::invalid_argument);
    BOOST_TEST(block.empty());
}

BOOST_AUTO_TEST_CASE(framing_is_not_for_answers_to_set) {
    FieldBlock block;
    for (const std::string_view name :
         {"Content-Length", "transfer-encoding", "CONNECTION", "Keep-Alive"}) {
        BOOST_TEST(tined::http::is_framing_field(name));
        BOOST_CHECK_THROW(block.add(name, "1"), std::invalid_argument);
    }
    BOOST_TEST(!tined::http::is_framing_field("Content-Type"));
}

BOOST_AUTO_TEST_SUITE_END()
