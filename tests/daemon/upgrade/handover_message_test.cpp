#include "daemon/upgrade/handover_message.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/few_descriptors.hpp"
#include "tests/support/socket_pair.hpp"

namespace base = tined::base;
namespace http = tined::http;
using tined::tests::make_socket_pair;
using tined::tests::SocketPair;

namespace tined::daemon {
namespace {

// Where the fields of an offer's first record begin, and what they look like with one connection.
constexpr std::size_t count_at = 4;
constexpr std::size_t unread_size_at = 13;
constexpr std::size_t family_at = 17;
constexpr std::size_t owes_at = 18;
constexpr std::size_t reserved_at = 19;
constexpr std::size_t address_at = 21;

struct Fixture {
    SocketPair pair = make_socket_pair(SOCK_SEQPACKET);
    std::vector<http::MovingConnection> connections;

    Fixture() { connections.push_back(connection("192.0.2.1")); }

    static http::MovingConnection connection(std::string address) {
        http::MovingConnection made;
        made.socket = make_socket_pair(SOCK_STREAM).near;
        made.peer.address = std::move(address);
        return made;
    }
    void offer() {
        BOOST_REQUIRE(send_offer(pair.near.get(), encode(connections), connections).has_value());
    }
    Offer receive_offer() {
        auto message = receive_handover(pair.far.get());
        BOOST_REQUIRE(message.has_value());
        auto* const offer = std::get_if<Offer>(&*message);
        BOOST_REQUIRE(offer != nullptr);
        return std::move(*offer);
    }
    Unread refusal() {
        const auto message = receive_handover(pair.far.get());
        BOOST_REQUIRE(!message.has_value());
        return message.error();
    }
    /// What is wrong with an offer whose bytes were changed.
    Unread refusal_of(const std::function<void(std::vector<char>&)>& change) {
        std::vector<char> bytes = encode(connections);
        change(bytes);
        BOOST_REQUIRE(send_offer(pair.near.get(), bytes, connections).has_value());
        return refusal();
    }
    void say(std::string_view bytes) {
        BOOST_REQUIRE(::send(pair.near.get(), bytes.data(), bytes.size(), 0) ==
                      static_cast<ssize_t>(bytes.size()));
    }
};

bool is_same_file(int a, int b) {
    struct stat one = {};
    struct stat other = {};
    return ::fstat(a, &one) == 0 && ::fstat(b, &other) == 0 && one.st_ino == other.st_ino;
}

std::size_t open_descriptors() {
    std::size_t count = 0;
    for (int fd = 0; fd < 1024; ++fd) count += ::fcntl(fd, F_GETFD) >= 0 ? 1 : 0;
    return count;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(handover_message, Fixture)

BOOST_AUTO_TEST_CASE(an_offer_comes_out_as_it_went_in) {
    connections.push_back(connection("2001:db8::1"));
    http::MovingConnection& second = connections.back();
    second.peer.take_preamble("203.0.113.9");
    second.peer.forwarded_by = http::ForwardedBy::proxy;
    second.requests = 0x1234567890;
    second.unread = std::string("GET /\0half", 10);
    connections.push_back(connection("unix"));
    connections.back().peer.owes_preamble = true;
    offer();
    const Offer got = receive_offer();
    BOOST_REQUIRE(got.connections.size() == 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        const http::MovingConnection& one = got.connections[i];
        BOOST_TEST(is_same_file(one.socket.get(), connections[i].socket.get()));
        BOOST_TEST((::fcntl(one.socket.get(), F_GETFD) & FD_CLOEXEC) != 0);
        BOOST_TEST(one.peer.address == connections[i].peer.address);
        BOOST_TEST((one.peer.forwarded_by == connections[i].peer.forwarded_by));
        BOOST_TEST(one.peer.owes_preamble == (i == 2));
        BOOST_TEST(one.peer.client() == connections[i].peer.client());
        BOOST_TEST(one.requests == connections[i].requests);
        BOOST_TEST(one.unread == connections[i].unread);
    }
    BOOST_TEST(!got.connections[0].peer.speaks_for);
}

BOOST_AUTO_TEST_CASE(an_offer_is_as_long_as_its_sizes_say) {
    connections[0].unread.assign(http::MovingConnection::most_unread, 'x');
    connections[0].peer.take_preamble("203.0.113.9");
    const std::size_t one = encode(connections).size();
    connections.push_back(connection("192.0.2.77"));
    BOOST_TEST(encode(connections).size() == one + encoded_size(connections[1]));
    BOOST_TEST(encoded_size(connections[0]) <= largest_record);
    offer();
    BOOST_TEST(receive_offer().connections[0].unread == connections[0].unread);
}

BOOST_AUTO_TEST_CASE(the_other_messages_come_out_as_they_went_in) {
    BOOST_TEST(send(pair.near.get(), Taken{.which = 0x8000000000000001}).has_value());
    BOOST_TEST(send(pair.near.get(), Withdrawn{}).has_value());
    BOOST_TEST(send(pair.near.get(), Done{}).has_value());
    const auto taken = receive_handover(pair.far.get());
    BOOST_REQUIRE(taken.has_value());
    BOOST_REQUIRE(std::holds_alternative<Taken>(*taken));
    BOOST_TEST(std::get<Taken>(*taken).which == 0x8000000000000001);
    BOOST_TEST(std::holds_alternative<Withdrawn>(*receive_handover(pair.far.get())));
    BOOST_TEST(std::holds_alternative<Done>(*receive_handover(pair.far.get())));
    BOOST_TEST((refusal() == Unread::nothing_yet));
}

BOOST_AUTO_TEST_CASE(descriptors_past_the_limit_are_missing_and_their_connections_with_them) {
    for (int i = 0; i < 4; ++i) connections.push_back(connection("192.0.2.9"));
    offer();
    Offer got;
    {
        const tests::FewDescriptors few(tests::next_descriptor(2));
        got = receive_offer();
    }
    BOOST_REQUIRE(got.connections.size() == 2U);
    BOOST_TEST(is_same_file(got.connections[1].socket.get(), connections[1].socket.get()));
    offer();
    {
        const tests::FewDescriptors none(tests::next_descriptor());
        got = receive_offer();
    }
    BOOST_TEST(got.connections.empty());
}

BOOST_AUTO_TEST_CASE(another_version_is_told_from_garbage) {
    BOOST_TEST((refusal_of([](auto& bytes) { bytes[2] = 2; }) == Unread::unknown_version));
    say(std::string_view("th\2?what this means is not known here", 37));
    BOOST_TEST((refusal() == Unread::unknown_version));
}

BOOST_AUTO_TEST_CASE(what_is_no_message_is_malformed) {
    using namespace std::string_view_literals;
    for (const std::string_view bytes :
         {"t"sv, "th\1"sv, "xx\1d"sv, "th\1?"sv, "th\1dd"sv, "th\1wx"sv, "th\1t"sv,
          "th\1t1234567"sv, "th\1t123456789"sv, "th\1o"sv, "th\1o\0"sv, "th\1o\1"sv}) {
        BOOST_TEST_INFO(bytes);
        say(bytes);
        BOOST_TEST((refusal() == Unread::malformed));
    }
    say(std::string(largest_message + 1, 't'));
    BOOST_TEST((refusal() == Unread::malformed));
}

BOOST_AUTO_TEST_CASE(an_offer_with_a_wrong_field_is_malformed_as_a_whole) {
    const std::vector<std::function<void(std::vector<char>&)>> changes = {
        [](auto& bytes) { bytes.push_back('x'); },   [](auto& bytes) { bytes.pop_back(); },
        [](auto& bytes) { bytes[count_at] = 0; },    [](auto& bytes) { bytes[count_at] = 2; },
        [](auto& bytes) { bytes[count_at] = 65; },   [](auto& bytes) { bytes[unread_size_at] = 1; },
        [](auto& bytes) { bytes[family_at] = 3; },   [](auto& bytes) { bytes[owes_at] = 2; },
        [](auto& bytes) { bytes[reserved_at] = 1; }, [](auto& bytes) { bytes[address_at] = 'x'; },
    };
    for (std::size_t i = 0; i < changes.size(); ++i) {
        BOOST_TEST_INFO(i);
        BOOST_TEST((refusal_of(changes[i]) == Unread::malformed));
    }
}

BOOST_AUTO_TEST_CASE(more_unread_bytes_than_may_be_are_malformed) {
    connections[0].unread.assign(http::MovingConnection::most_unread, 'x');
    const auto refused = refusal_of([](std::vector<char>& bytes) {
        const std::uint16_t more = http::MovingConnection::most_unread + 1;
        bytes[unread_size_at] = static_cast<char>(more & 0xff);
        bytes[unread_size_at + 1] = static_cast<char>(more >> 8);
        bytes.push_back('x');
    });
    BOOST_TEST((refused == Unread::malformed));
}

BOOST_AUTO_TEST_CASE(what_is_no_nonblocking_stream_socket_is_malformed) {
    connections[0].socket = make_socket_pair(SOCK_SEQPACKET).near;
    offer();
    BOOST_TEST((refusal() == Unread::malformed));
    connections[0].socket = std::move(base::make_pipe(true)->reader);
    offer();
    BOOST_TEST((refusal() == Unread::malformed));
    connections[0].socket = make_socket_pair(SOCK_STREAM).near;
    BOOST_REQUIRE(base::set_nonblocking(connections[0].socket.get(), false).has_value());
    offer();
    BOOST_TEST((refusal() == Unread::malformed));
}

BOOST_AUTO_TEST_CASE(descriptors_of_what_is_unreadable_are_closed) {
    connections.push_back(connection("192.0.2.2"));
    const std::size_t before = open_descriptors();
    for (const int at : {0, 2, 3, 19}) {
        const auto refused = refusal_of(
            [&](std::vector<char>& bytes) { bytes[static_cast<std::size_t>(at)] = 'x'; });
        BOOST_TEST((refused != Unread::nothing_yet));
        BOOST_TEST(open_descriptors() == before);
    }
    // One more than the offer says, and some with a message that has none.
    refusal_of([&](std::vector<char>& bytes) { bytes = encode(std::span(connections).first(1)); });
    refusal_of([](std::vector<char>& bytes) { bytes = {'t', 'h', 1, 'd'}; });
    BOOST_TEST(open_descriptors() == before);
}

BOOST_AUTO_TEST_CASE(what_was_said_before_the_end_is_heard_after_it) {
    BOOST_TEST(send(pair.near.get(), Done{}).has_value());
    BOOST_TEST(send(pair.far.get(), Done{}).has_value());
    pair.near.reset();  // with a message unread: the far end is told by ECONNRESET
    const auto message = receive_handover(pair.far.get());
    BOOST_REQUIRE(message.has_value());
    BOOST_TEST(std::holds_alternative<Done>(*message));
    BOOST_TEST((refusal() == Unread::gone));
    const auto sent = send(pair.far.get(), Done{});
    BOOST_REQUIRE(!sent.has_value());
    BOOST_TEST((sent.error() == Unsent::gone));
}

BOOST_AUTO_TEST_CASE(a_full_queue_has_no_room) {
    std::expected<void, Unsent> sent;
    for (int i = 0; i < 10000 && sent; ++i) sent = send(pair.near.get(), Done{});
    BOOST_REQUIRE(!sent.has_value());
    BOOST_TEST((sent.error() == Unsent::no_room));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace tined::daemon
