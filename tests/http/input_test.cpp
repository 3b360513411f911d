#include "http/input.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string_view>

using tined::http::Input;

namespace {

void receive(Input& input, std::span<char> room, std::string_view bytes) {
    BOOST_REQUIRE(bytes.size() <= room.size());
    std::ranges::copy(bytes, room.begin());
    input.received(bytes.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(input)

BOOST_AUTO_TEST_CASE(bytes_are_consumed_in_the_order_they_came) {
    Input input(8);
    receive(input, input.room(), "abc");
    receive(input, input.room(), "de");
    BOOST_TEST(input.unread() == "abcde");
    input.consume(2);
    BOOST_TEST(input.unread() == "cde");
}

BOOST_AUTO_TEST_CASE(when_all_is_consumed_the_whole_room_is_there_again) {
    Input input(4);
    receive(input, input.room(), "abcd");
    BOOST_TEST(input.room().empty());
    input.consume(4);
    BOOST_TEST(input.is_empty());
    BOOST_TEST(input.room().size() == 4U);
    BOOST_TEST(input.is_at_front());
}

BOOST_AUTO_TEST_CASE(what_is_pinned_stays_while_more_passes_behind_it) {
    Input input(6);
    receive(input, input.room(), "headb");
    const std::string_view head = input.unread().substr(0, 4);
    input.consume(4);
    input.pin();
    input.consume(1);
    BOOST_TEST(input.room().size() == 2U);
    receive(input, input.room(), "xy");
    BOOST_TEST(head == "head");
    BOOST_TEST(input.unread() == "xy");
    input.consume(2);
    input.unpin();
    BOOST_TEST(input.room().size() == 6U);
}

BOOST_AUTO_TEST_CASE(receiving_behind_overwrites_nothing) {
    Input input(4);
    receive(input, input.room(), "abc");
    const std::string_view taken = input.unread();
    input.consume(3);
    BOOST_TEST(input.room_behind().size() == 1U);
    receive(input, input.room_behind(), "d");
    BOOST_TEST(taken == "abc");
    BOOST_TEST(input.unread() == "d");
    BOOST_TEST(input.room_behind().empty());
}

BOOST_AUTO_TEST_CASE(moving_to_the_front_makes_room_behind) {
    Input input(6);
    receive(input, input.room(), "abcdef");
    input.consume(4);
    input.move_to_front();
    BOOST_TEST(input.unread() == "ef");
    BOOST_TEST(input.room().size() == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
