#include "event/stream.hpp"

#include <fcntl.h>
#include <sys/mman.h>

#include <boost/test/unit_test.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/event/sockets.hpp"

namespace {

using tests::Descriptor;
using tined::event::Loop;
using tined::event::Running;
using tined::event::Stream;
using tined::event::StreamError;
using tined::event::Task;
using tined::event::Waited;
using namespace std::chrono_literals;
using Count = std::expected<std::size_t, StreamError>;
using Done = std::expected<void, StreamError>;

void nothing(void*) {}

// A stream over one end of a pair of sockets, whose owner counts and, if told to, reads.
struct Fixture {
    Fixture() : Fixture(tests::make_socket_pair()) {}
    explicit Fixture(tests::SocketPair pair)
        : far(std::move(pair.far)), stream(loop, std::move(pair.near), on_readable, this) {}

    static void on_readable(void* self) { static_cast<Fixture*>(self)->count(); }
    void count() {
        ++calls;
        char buffer[64];
        if (const Count got = stream.read_now(buffer)) read.append(buffer, *got);
        const iovec piece{buffer, 1};
        if (answers) BOOST_TEST(stream.write_now({&piece, 1}).has_value());
    }

    template <typename T>
    T run(Running<T>& running) {
        while (!running.is_done() && loop.run_once()) {
        }
        return running.take();
    }

    Loop loop;
    Descriptor far;
    int calls = 0;
    bool answers = false;  // what it has read
    std::string read;
    Stream stream;
};

std::vector<iovec> pieces_of(const std::vector<std::string>& texts) {
    std::vector<iovec> pieces;
    for (const std::string& text : texts) {
        pieces.push_back({const_cast<char*>(text.data()), text.size()});
    }
    return pieces;
}

Descriptor make_file(const std::string& content) {
    Descriptor file(memfd_create("sent", MFD_CLOEXEC));
    BOOST_REQUIRE(pwrite(file.get(), content.data(), content.size(), 0) ==
                  static_cast<ssize_t>(content.size()));
    return file;
}

std::string long_text() {
    std::string text;
    for (int i = 0; text.size() < 3'000'000; ++i) text += std::to_string(i) + ' ';
    return text;
}

Task<Waited> wait_readable(Stream& stream, Stream::Time deadline) {
    const Waited waited = co_await stream.readable(deadline);
    co_return waited;
}

Task<Waited> wait_writable(Stream& stream, Stream::Time deadline) {
    const Waited waited = co_await stream.writable(deadline);
    co_return waited;
}

// Reads at the far end until `wanted` bytes have come or the task is done.
template <typename T>
std::string drain(Fixture& on, const Running<T>& running, std::size_t wanted) {
    std::string all;
    while (all.size() < wanted) {
        const std::string part = tests::hear(on.far);
        all += part;
        if (!part.empty()) continue;
        if (running.is_done()) break;
        on.loop.run_once();
    }
    return all;
}

void fill(Stream& stream) {
    const std::string text(4096, 'f');
    const iovec piece{const_cast<char*>(text.data()), text.size()};
    while (stream.write_now({&piece, 1})) {
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stream)

BOOST_AUTO_TEST_CASE(an_idle_stream_is_small) { BOOST_TEST(sizeof(Stream) <= 168u); }

BOOST_AUTO_TEST_CASE(nothing_is_told_until_reading_is_watched) {
    Fixture on;
    tests::say(on.far, "x");
    BOOST_TEST(!on.loop.run_once());
    BOOST_TEST(on.calls == 0);
    BOOST_REQUIRE(on.stream.watch_reading());
    on.loop.run_once();
    BOOST_TEST(on.calls == 1);
}

BOOST_AUTO_TEST_CASE(the_owner_is_called_when_no_coroutine_waits) {
    Fixture on;
    BOOST_REQUIRE(on.stream.watch_reading());
    tests::say(on.far, "one");
    on.loop.run_once();
    tests::say(on.far, " two");
    on.loop.run_once();
    BOOST_TEST(on.read == "one two");
    BOOST_TEST(on.calls == 2);
}

BOOST_AUTO_TEST_CASE(a_coroutine_that_waits_is_resumed_and_the_owner_is_not_called) {
    Fixture on;
    BOOST_REQUIRE(on.stream.watch_reading());
    Running<Waited> running(wait_readable(on.stream, Stream::no_deadline), nothing, nullptr);
    BOOST_TEST(!running.is_done());
    tests::say(on.far, "x");
    on.loop.run_once();
    BOOST_TEST((running.take() == Waited::ready));
    BOOST_TEST(on.calls == 0);
    on.loop.run_once();  // it did not read, so now it is the owner's turn
    BOOST_TEST(on.read == "x");
}

BOOST_AUTO_TEST_CASE(what_one_read_leaves_is_told_in_the_next_iteration) {
    Fixture on;
    BOOST_REQUIRE(on.stream.watch_reading());
    const std::string text(200, 'x');  // the owner reads 64 at a time
    tests::say(on.far, text);
    for (int calls = 1; calls <= 4; ++calls) {
        tests::turn(on.loop);
        BOOST_TEST(on.calls == calls);
    }
    BOOST_TEST(on.read == text);
}

BOOST_AUTO_TEST_CASE(an_end_that_came_with_the_last_bytes_is_told_behind_them) {
    Fixture on;
    BOOST_REQUIRE(on.stream.watch_reading());
    tests::say(on.far, "last");
    BOOST_REQUIRE(shutdown(on.far.get(), SHUT_WR) == 0);
    tests::turn(on.loop);
    BOOST_TEST(on.read == "last");
    BOOST_TEST(on.calls == 1);
    tests::turn(on.loop);
    BOOST_TEST(on.calls == 2);
    char byte = 0;
    BOOST_TEST(on.stream.read_now({&byte, 1}).value() == 0u);
}

BOOST_AUTO_TEST_CASE(an_answer_hides_no_bytes_that_are_left) {
    Fixture on;
    on.answers = true;
    BOOST_REQUIRE(on.stream.watch_reading());
    tests::say(on.far, std::string(100, 'x'));
    tests::turn(on.loop);
    BOOST_TEST(on.calls == 1);
    tests::turn(on.loop);
    BOOST_TEST(on.calls == 2);
    BOOST_TEST(on.read.size() == 100u);
}

BOOST_AUTO_TEST_CASE(an_answer_hides_no_end_that_is_left) {
    Fixture on;
    on.answers = true;
    BOOST_REQUIRE(on.stream.watch_reading());
    tests::say(on.far, "last");
    BOOST_REQUIRE(shutdown(on.far.get(), SHUT_WR) == 0);
    tests::turn(on.loop);
    BOOST_TEST(on.read == "last");
    tests::turn(on.loop);
    BOOST_TEST(on.calls == 2);
}

BOOST_AUTO_TEST_CASE(a_reset_that_came_with_the_last_bytes_is_told_behind_them) {
    const Descriptor listening = tests::make_listening_socket();
    Descriptor client = tests::connect_to(listening.get());
    Descriptor accepted(accept4(listening.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    BOOST_REQUIRE(accepted.get() >= 0);
    Fixture on({.near = std::move(accepted), .far = {}});
    BOOST_REQUIRE(on.stream.watch_reading());
    tests::say(client, "last");
    tests::reset(std::move(client));
    tests::turn(on.loop);
    BOOST_TEST(on.read == "last");
    BOOST_TEST(on.calls == 1);
    Running<Waited> running(wait_readable(on.stream, Stream::no_deadline), nothing, nullptr);
    tests::turn(on.loop);
    BOOST_TEST((running.take() == Waited::ready));
    char buffer[16];
    BOOST_TEST((on.stream.read_now(buffer).error() == StreamError::broken));
}

BOOST_AUTO_TEST_CASE(what_comes_after_a_read_that_just_fit_is_told) {
    Fixture on;
    BOOST_REQUIRE(on.stream.watch_reading());
    tests::say(on.far, std::string(64, 'x'));
    tests::turn(on.loop);
    BOOST_TEST(on.calls == 1);
    tests::say(on.far, "y");
    tests::turn(on.loop);
    BOOST_TEST(on.calls == 2);
    BOOST_TEST(on.read == std::string(64, 'x') + 'y');
}

BOOST_AUTO_TEST_CASE(bytes_that_come_while_the_owner_reads_are_told) {
    Fixture on;
    BOOST_REQUIRE(on.stream.watch_reading());
    std::string said;
    for (int i = 0; i < 300; ++i) {
        const std::string text(static_cast<std::size_t>(i % 65 + 1), 'x');
        tests::say(on.far, text);
        said += text;
        for (int n = 0; n < i % 3 && on.read.size() < said.size(); ++n) {
            tests::turn(on.loop);
        }
    }
    for (int i = 0; i < 300 && on.read.size() < said.size(); ++i) tests::turn(on.loop);
    BOOST_TEST(on.read == said);
}

BOOST_AUTO_TEST_CASE(paused_reading_tells_nobody_and_loses_nothing) {
    Fixture on;
    BOOST_REQUIRE(on.stream.watch_reading());
    on.stream.pause_reading();
    tests::say(on.far, "kept");
    BOOST_TEST(!on.loop.run_once());
    BOOST_REQUIRE(on.stream.watch_reading());
    on.loop.run_once();
    BOOST_TEST(on.read == "kept");
}

BOOST_AUTO_TEST_CASE(to_wait_for_reading_ends_a_pause) {
    Fixture on;
    BOOST_REQUIRE(on.stream.watch_reading());
    on.stream.pause_reading();
    Running<Waited> running(wait_readable(on.stream, Stream::no_deadline), nothing, nullptr);
    tests::say(on.far, "x");
    BOOST_TEST((on.run(running) == Waited::ready));
}

BOOST_AUTO_TEST_CASE(a_wait_for_reading_ends_at_its_deadline) {
    Fixture on;
    Running<Waited> running(wait_readable(on.stream, on.loop.now() + 2ms), nothing, nullptr);
    BOOST_TEST((on.run(running) == Waited::timed_out));
}

BOOST_AUTO_TEST_CASE(a_deadline_that_has_passed_ends_the_wait_in_the_next_iteration) {
    Fixture on;
    Running<Waited> running(wait_readable(on.stream, on.loop.now() - 1s), nothing, nullptr);
    BOOST_TEST(!running.is_done());
    on.loop.run_once();
    BOOST_TEST((running.take() == Waited::timed_out));
}

BOOST_AUTO_TEST_CASE(a_wait_that_is_destroyed_unregisters_itself) {
    Fixture on;
    {
        const Running<Waited> running(wait_readable(on.stream, on.loop.now() + 1ms), nothing,
                                      nullptr);
    }
    {
        const Running<Waited> running(wait_writable(on.stream, on.loop.now() + 1ms), nothing,
                                      nullptr);
    }
    tests::say(on.far, "x");
    on.loop.run_once();
    BOOST_TEST(on.calls == 1);
    on.stream.pause_reading();
    BOOST_TEST(!on.loop.run_once());
}

BOOST_AUTO_TEST_CASE(read_now_tells_apart_bytes_none_yet_and_the_end) {
    Fixture on;
    char buffer[16];
    BOOST_TEST((on.stream.read_now(buffer).error() == StreamError::would_block));
    tests::say(on.far, "abc");
    BOOST_TEST(on.stream.read_now(buffer).value() == 3u);
    on.far.reset();
    BOOST_TEST(on.stream.read_now(buffer).value() == 0u);
}

BOOST_AUTO_TEST_CASE(a_reset_connection_is_broken) {
    Loop loop;
    const Descriptor listening = tests::make_listening_socket();
    Descriptor client = tests::connect_to(listening.get());
    Descriptor accepted(accept4(listening.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    BOOST_REQUIRE(accepted.get() >= 0);
    Stream stream(loop, std::move(accepted), nothing, nullptr);
    tests::reset(std::move(client));
    Running<Waited> running(wait_readable(stream, Stream::no_deadline), nothing, nullptr);
    loop.run_once();
    BOOST_TEST((running.take() == Waited::ready));
    char buffer[16];
    BOOST_TEST((stream.read_now(buffer).error() == StreamError::broken));
}

BOOST_AUTO_TEST_CASE(read_some_does_not_wait_for_what_is_there) {
    Fixture on;
    tests::say(on.far, "there");
    char buffer[16];
    Running<Count> running(on.stream.read_some(buffer, Stream::no_deadline), nothing, nullptr);
    BOOST_TEST(running.is_done());
    BOOST_TEST(running.take().value() == 5u);
}

BOOST_AUTO_TEST_CASE(read_some_waits_for_what_is_to_come) {
    Fixture on;
    char buffer[16];
    Running<Count> running(on.stream.read_some(buffer, Stream::no_deadline), nothing, nullptr);
    BOOST_TEST(!running.is_done());
    tests::say(on.far, "later");
    BOOST_TEST(on.run(running).value() == 5u);
}

BOOST_AUTO_TEST_CASE(read_some_gives_up_at_its_deadline) {
    Fixture on;
    char buffer[16];
    Running<Count> running(on.stream.read_some(buffer, on.loop.now() + 2ms), nothing, nullptr);
    BOOST_TEST((on.run(running).error() == StreamError::timed_out));
}

BOOST_AUTO_TEST_CASE(write_now_gathers_pieces_in_their_order) {
    Fixture on;
    const std::vector<std::string> texts{"head ", "", "body"};
    const std::vector<iovec> pieces = pieces_of(texts);
    BOOST_TEST(on.stream.write_now(pieces).value() == 9u);
    BOOST_TEST(tests::hear(on.far) == "head body");
}

BOOST_AUTO_TEST_CASE(write_now_tells_that_the_peer_takes_no_more) {
    Fixture on;
    fill(on.stream);
    const iovec piece{const_cast<char*>("x"), 1};
    BOOST_TEST((on.stream.write_now({&piece, 1}).error() == StreamError::would_block));
}

BOOST_AUTO_TEST_CASE(a_write_to_a_peer_who_is_gone_is_broken_and_no_signal) {
    Fixture on;
    on.far.reset();
    const iovec piece{const_cast<char*>("x"), 1};
    BOOST_TEST((on.stream.write_now({&piece, 1}).error() == StreamError::broken));
}

BOOST_AUTO_TEST_CASE(write_all_does_not_wait_for_what_fits) {
    Fixture on;
    const std::vector<std::string> texts{"", "short ", "answer", ""};
    std::vector<iovec> pieces = pieces_of(texts);
    Running<Done> running(on.stream.write_all(pieces, 1h), nothing, nullptr);
    BOOST_TEST(running.is_done());
    BOOST_TEST(running.take().has_value());
    BOOST_TEST(tests::hear(on.far) == "short answer");
}

BOOST_AUTO_TEST_CASE(write_all_of_nothing_is_done_at_once) {
    Fixture on;
    Running<Done> running(on.stream.write_all({}, 1h), nothing, nullptr);
    BOOST_TEST(running.take().has_value());
}

BOOST_AUTO_TEST_CASE(write_all_goes_on_as_the_peer_takes_what_waits) {
    Fixture on;
    const std::vector<std::string> texts{"head", long_text(), "x", long_text(), "tail"};
    std::vector<iovec> pieces = pieces_of(texts);
    Running<Done> running(on.stream.write_all(pieces, 1h), nothing, nullptr);
    BOOST_TEST(!running.is_done());
    std::string expected;
    for (const std::string& text : texts) expected += text;
    BOOST_TEST((drain(on, running, expected.size()) == expected));
    BOOST_TEST(on.run(running).has_value());
}

BOOST_AUTO_TEST_CASE(more_pieces_than_the_kernel_takes_at_once_are_written_too) {
    Fixture on;
    const std::vector<std::string> texts(3000, "ab");
    std::vector<iovec> pieces = pieces_of(texts);
    Running<Done> running(on.stream.write_all(pieces, 1h), nothing, nullptr);
    BOOST_TEST(drain(on, running, 6000).size() == 6000u);
    BOOST_TEST(on.run(running).has_value());
}

BOOST_AUTO_TEST_CASE(write_all_gives_up_a_peer_who_takes_nothing) {
    Fixture on;
    const std::vector<std::string> texts{long_text()};
    std::vector<iovec> pieces = pieces_of(texts);
    Running<Done> running(on.stream.write_all(pieces, 2ms), nothing, nullptr);
    BOOST_TEST((on.run(running).error() == StreamError::timed_out));
}

BOOST_AUTO_TEST_CASE(write_all_ends_when_the_peer_goes) {
    Fixture on;
    const std::vector<std::string> texts{long_text()};
    std::vector<iovec> pieces = pieces_of(texts);
    Running<Done> running(on.stream.write_all(pieces, 1h), nothing, nullptr);
    on.far.reset();
    BOOST_TEST((on.run(running).error() == StreamError::broken));
}

BOOST_AUTO_TEST_CASE(a_peer_who_takes_too_little_to_make_room_is_not_given_up) {
    // The kernel calls a socket writable when three quarters of its buffer are free; the peer takes
    // one piece of many in the time he has.
    Fixture on(tests::make_socket_pair(128 * 1024));
    fill(on.stream);
    const std::vector<std::string> texts{"last"};
    std::vector<iovec> pieces = pieces_of(texts);
    Running<Done> running(on.stream.write_all(pieces, 1ms), nothing, nullptr);
    BOOST_TEST(!running.is_done());
    int turns = 0;
    for (; !running.is_done(); ++turns) {
        tests::hear(on.far, 4096);
        on.loop.run_once();
    }
    BOOST_TEST(running.take().has_value());
    BOOST_TEST(turns > 5);
}

BOOST_AUTO_TEST_CASE(send_file_sends_the_piece_it_is_asked_for) {
    Fixture on;
    const Descriptor file = make_file("0123456789");
    Running<Done> running(on.stream.send_file(file.get(), 3, 4, 1h), nothing, nullptr);
    BOOST_TEST(running.take().has_value());
    BOOST_TEST(tests::hear(on.far) == "3456");
}

BOOST_AUTO_TEST_CASE(send_file_goes_on_as_the_peer_takes_what_waits) {
    Fixture on;
    const std::string text = long_text();
    const Descriptor file = make_file(text);
    Running<Done> running(on.stream.send_file(file.get(), 0, text.size(), 1h), nothing, nullptr);
    BOOST_TEST(!running.is_done());
    BOOST_TEST((drain(on, running, text.size()) == text));
    BOOST_TEST(on.run(running).has_value());
}

BOOST_AUTO_TEST_CASE(send_file_tells_that_the_file_is_shorter_than_was_promised) {
    Fixture on;
    const Descriptor file = make_file("short");
    Running<Done> running(on.stream.send_file(file.get(), 0, 10, 1h), nothing, nullptr);
    BOOST_TEST((on.run(running).error() == StreamError::source_failed));
    BOOST_TEST(tests::hear(on.far) == "short");
}

BOOST_AUTO_TEST_CASE(send_file_gives_up_a_peer_who_takes_nothing) {
    Fixture on;
    const std::string text = long_text();
    const Descriptor file = make_file(text);
    Running<Done> running(on.stream.send_file(file.get(), 0, text.size(), 2ms), nothing, nullptr);
    BOOST_TEST((on.run(running).error() == StreamError::timed_out));
}

BOOST_AUTO_TEST_CASE(one_coroutine_may_read_while_another_writes) {
    Fixture on;
    const std::string text = long_text();
    const Descriptor file = make_file(text);
    char buffer[16];
    Running<Count> reading(on.stream.read_some(buffer, Stream::no_deadline), nothing, nullptr);
    Running<Done> writing(on.stream.send_file(file.get(), 0, text.size(), 1h), nothing, nullptr);
    tests::say(on.far, "read");
    BOOST_TEST(on.run(reading).value() == 4u);
    BOOST_TEST(!writing.is_done());
    BOOST_TEST((drain(on, writing, text.size()) == text));
    BOOST_TEST(on.run(writing).has_value());
}

namespace {
struct Connection {
    Connection(Loop& loop, Descriptor socket, std::unique_ptr<Connection>& owner)
        : owned_by(owner), stream(loop, std::move(socket), end, this) {}
    static void end(void* self) { static_cast<Connection*>(self)->owned_by.reset(); }
    std::unique_ptr<Connection>& owned_by;
    Stream stream;
};
}  // namespace

BOOST_AUTO_TEST_CASE(a_stream_may_be_destroyed_from_its_owners_callback) {
    Loop loop;
    auto pair = tests::make_socket_pair();
    std::unique_ptr<Connection> connection;
    connection = std::make_unique<Connection>(loop, std::move(pair.near), connection);
    BOOST_REQUIRE(connection->stream.watch_reading());
    tests::say(pair.far, "x");
    loop.run_once();
    BOOST_TEST(connection == nullptr);
    BOOST_TEST(!loop.run_once());
}

namespace {
struct Noted final : tined::event::Activity {
    std::string heard;
    void on_suspended() noexcept override { heard += "suspended "; }
    void on_resumed() noexcept override { heard += "resumed "; }
    std::string description() const override { return "the noted"; }
};
}  // namespace

BOOST_FIXTURE_TEST_CASE(a_wait_belongs_to_the_activity_in_which_it_began, Fixture) {
    Noted noted;
    loop.set_activity(&noted);
    Running<Waited> running(wait_readable(stream, Stream::no_deadline), nothing, nullptr);
    BOOST_TEST(loop.activity() == nullptr);
    BOOST_TEST(noted.heard == "suspended ");
    tests::say(far, "x");
    BOOST_TEST((run(running) == Waited::ready));
    // Nobody went on for the task that ended: the activity is put away until others of it do.
    BOOST_TEST(loop.activity() == nullptr);
    BOOST_TEST(noted.heard == "suspended resumed suspended ");
}

BOOST_FIXTURE_TEST_CASE(a_wait_outside_of_every_activity_goes_on_outside, Fixture) {
    Running<Waited> running(wait_readable(stream, Stream::no_deadline), nothing, nullptr);
    tests::say(far, "x");
    BOOST_TEST((run(running) == Waited::ready));
    BOOST_TEST(loop.activity() == nullptr);
}

namespace {
Task<std::string> read_twice(Stream& stream, Descriptor& far) {
    char buffer[16];
    const Count first = co_await stream.read_some(buffer, Stream::no_deadline);
    std::string heard(buffer, first.value());
    tests::say(far, "second");
    const Count second = co_await stream.read_some(buffer, Stream::no_deadline);
    heard.append(buffer, second.value());
    far.reset();
    const Count end = co_await stream.read_some(buffer, Stream::no_deadline);
    co_return heard + (end.value() == 0 ? " end" : " no end");
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_stream_without_an_owners_callback_is_read_by_coroutines) {
    Loop loop;
    auto pair = tests::make_socket_pair();
    Stream stream(loop, std::move(pair.near));
    Running<std::string> running(read_twice(stream, pair.far), nullptr, nullptr);
    tests::say(pair.far, "first ");
    while (!running.is_done() && loop.run_once()) {
    }
    BOOST_TEST(running.take() == "first second end");
    // Nobody reads any more: readiness that nobody takes does not turn the loop round and round.
    BOOST_TEST(loop.run_once());
    BOOST_TEST(!loop.run_once());
}

BOOST_FIXTURE_TEST_CASE(a_text_is_written_whole, Fixture) {
    const std::string text = long_text();
    Running<Done> writing(stream.write(text, 1h), nothing, nullptr);
    BOOST_TEST((drain(*this, writing, text.size()) == text));
    BOOST_TEST(run(writing).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
