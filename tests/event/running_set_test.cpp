#include "event/running_set.hpp"

#include <boost/test/unit_test.hpp>
#include <exception>
#include <vector>

#include "tests/event/coroutines.hpp"

namespace {

using tests::Counted;
using tests::Event;
using tests::OnLoop;
using tests::Task;
using tined::event::RunningSet;

struct Fixture : OnLoop {
    static void on_end(void* self, std::exception_ptr thrown,
                       const std::source_location& made_at) noexcept {
        BOOST_TEST(std::string(made_at.function_name()).contains("Task"));
        static_cast<Fixture*>(self)->ends.push_back(thrown != nullptr);
    }
    std::vector<bool> ends;  // each: whether it was by an exception
    RunningSet set{on_end, this};
};

Task<> hold(Event& event, int& alive) {
    const Counted here(alive);
    co_await event.wait();
}

Task<> fail() {
    throw std::runtime_error("failed");
    co_return;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(running_set, Fixture)

BOOST_AUTO_TEST_CASE(each_end_is_told_whether_the_task_waited_or_not) {
    Event event;
    event.set();
    set.start(hold(event, alive));
    BOOST_TEST(ends == (std::vector<bool>{false}));
    set.start(fail());
    BOOST_TEST(ends == (std::vector<bool>{false, true}));
    event.clear();
    set.start(hold(event, alive));
    BOOST_TEST(set.size() == 1u);
    event.set();
    turn();
    BOOST_TEST(ends.size() == 3u);
    BOOST_TEST(set.size() == 0u);
}

BOOST_AUTO_TEST_CASE(what_ends_in_the_middle_is_taken_out_of_it) {
    Event first;
    Event second;
    Event third;
    for (Event* event : {&first, &second, &third}) set.start(hold(*event, alive));
    for (Event* event : {&second, &first, &third}) {
        event->set();
        turn();
    }
    BOOST_TEST(ends.size() == 3u);
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(the_end_of_what_is_cancelled_is_not_told_and_a_closed_one_starts_nothing) {
    Event never;
    for (int i = 0; i < 3; ++i) set.start(hold(never, alive));
    set.cancel();
    BOOST_TEST(alive == 0);
    BOOST_TEST(set.size() == 0u);
    set.start(hold(never, alive));
    set.close();
    bool ran = false;
    set.start(tests::note(ran));
    BOOST_TEST(!ran);
    BOOST_TEST(ends.empty());
}

BOOST_AUTO_TEST_SUITE_END()
