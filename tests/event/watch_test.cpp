#include "event/watch.hpp"

#include <fcntl.h>

#include <boost/test/unit_test.hpp>
#include <memory>

#include "event/loop.hpp"
#include "tests/event/sockets.hpp"

namespace {

using tined::event::call_member;
using tined::event::Loop;
using tined::event::Readiness;
using tined::event::Watch;

struct Counts {
    Counts(Loop& loop, int fd, Readiness readiness)
        : watch(loop, fd, readiness, call_member<&Counts::on_ready>, this) {}
    void on_ready() { ++calls; }
    int calls = 0;
    Watch watch;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(watch)

BOOST_AUTO_TEST_CASE(a_watch_is_no_larger_than_libevents_event) {
    BOOST_TEST(sizeof(Watch) == sizeof(struct event));
    BOOST_TEST(sizeof(Watch) == 128u);
}

BOOST_AUTO_TEST_CASE(a_watch_does_not_watch_until_it_is_started) {
    Loop loop;
    auto pair = tests::make_socket_pair();
    Counts counts(loop, pair.near.get(), Readiness::readable);
    tests::say(pair.far, "x");
    BOOST_TEST(!counts.watch.is_started());
    BOOST_TEST(!loop.run_once());
    BOOST_TEST(counts.calls == 0);
}

BOOST_AUTO_TEST_CASE(it_calls_in_every_iteration_as_long_as_there_is_something_to_read) {
    Loop loop;
    auto pair = tests::make_socket_pair();
    Counts counts(loop, pair.near.get(), Readiness::readable);
    BOOST_REQUIRE(counts.watch.start());
    BOOST_TEST(counts.watch.is_started());
    tests::say(pair.far, "x");
    loop.run_once();
    loop.run_once();
    BOOST_TEST(counts.calls == 2);
}

BOOST_AUTO_TEST_CASE(the_end_of_what_the_peer_sends_is_readable) {
    Loop loop;
    auto pair = tests::make_socket_pair();
    Counts counts(loop, pair.near.get(), Readiness::readable);
    BOOST_REQUIRE(counts.watch.start());
    pair.far.reset();
    loop.run_once();
    BOOST_TEST(counts.calls == 1);
}

BOOST_AUTO_TEST_CASE(a_stopped_watch_leaves_the_loop_with_nothing_to_wait_for) {
    Loop loop;
    auto pair = tests::make_socket_pair();
    Counts counts(loop, pair.near.get(), Readiness::readable);
    BOOST_REQUIRE(counts.watch.start());
    tests::say(pair.far, "x");
    counts.watch.stop();
    BOOST_TEST(!loop.run_once());
    BOOST_TEST(counts.calls == 0);
}

BOOST_AUTO_TEST_CASE(reading_and_writing_of_one_descriptor_are_watched_apart) {
    Loop loop;
    auto pair = tests::make_socket_pair();
    Counts reading(loop, pair.near.get(), Readiness::readable);
    Counts writing(loop, pair.near.get(), Readiness::writable);
    BOOST_REQUIRE(reading.watch.start());
    BOOST_REQUIRE(writing.watch.start());
    loop.run_once();
    BOOST_TEST(reading.calls == 0);
    BOOST_TEST(writing.calls == 1);
    writing.watch.stop();
    tests::say(pair.far, "x");
    loop.run_once();
    BOOST_TEST(reading.calls == 1);
    BOOST_TEST(writing.calls == 1);
}

namespace {
struct EndsItself {
    EndsItself(Loop& loop, int fd, bool& gone)
        : is_gone(gone),
          watch(loop, fd, Readiness::readable, call_member<&EndsItself::on_ready>, this) {}
    ~EndsItself() { is_gone = true; }
    void on_ready() { delete this; }
    bool& is_gone;
    Watch watch;
};
}  // namespace

BOOST_AUTO_TEST_CASE(a_watch_may_be_destroyed_from_its_own_callback) {
    Loop loop;
    auto pair = tests::make_socket_pair();
    bool is_gone = false;
    BOOST_REQUIRE((new EndsItself(loop, pair.near.get(), is_gone))->watch.start());
    tests::say(pair.far, "x");
    loop.run_once();
    BOOST_TEST(is_gone);
    BOOST_TEST(!loop.run_once());
}

namespace {
struct StopsTheOther {
    StopsTheOther(Loop& loop, int fd)
        : watch(loop, fd, Readiness::readable, call_member<&StopsTheOther::on_ready>, this) {}
    void on_ready() {
        ++calls;
        other->watch.stop();
    }
    int calls = 0;
    StopsTheOther* other = nullptr;
    Watch watch;
};
}  // namespace

BOOST_AUTO_TEST_CASE(a_watch_that_another_callback_stopped_is_not_called_in_that_iteration) {
    Loop loop;
    auto one = tests::make_socket_pair();
    auto two = tests::make_socket_pair();
    StopsTheOther first(loop, one.near.get());
    StopsTheOther second(loop, two.near.get());
    first.other = &second;
    second.other = &first;
    BOOST_REQUIRE(first.watch.start());
    BOOST_REQUIRE(second.watch.start());
    tests::say(one.far, "x");
    tests::say(two.far, "x");
    loop.run_once();
    BOOST_TEST(first.calls + second.calls == 1);
}

BOOST_AUTO_TEST_CASE(what_the_kernel_cannot_wait_for_is_refused) {
    Loop loop;
    const tests::Descriptor file(open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
    BOOST_REQUIRE(file.get() >= 0);
    Counts counts(loop, file.get(), Readiness::readable);
    BOOST_TEST(!counts.watch.start());
    BOOST_TEST(!counts.watch.is_started());
}

BOOST_AUTO_TEST_SUITE_END()
