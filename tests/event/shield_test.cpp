#include "event/shield.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <optional>

#include "event/using.hpp"
#include "tests/event/coroutines.hpp"

namespace {

using tests::Counted;
using tests::Event;
using tests::Loop;
using tests::OnLoop;
using tests::run;
using tests::started;
using tests::Task;
using tests::when_set;
using tined::event::shield;

Task<> note_when_set(Event& event, bool& ended) {
    co_await event.wait();
    ended = true;
}

Task<> wait_held(std::shared_ptr<int> witness) {
    co_await tests::sleep_for(std::chrono::hours(1));
    ++*witness;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(shield_, OnLoop)

BOOST_AUTO_TEST_CASE(it_gives_the_result_or_throws_what_the_task_threw) {
    Event event;
    auto shielded = started(shield(when_set(event, alive, 9)));
    event.set();
    while (!shielded.is_done()) turn();
    BOOST_TEST(shielded.take() == 9);
    BOOST_TEST(run(loop, shield(tests::at_once(1))) == 1);
    BOOST_CHECK_EXCEPTION(run(loop, shield(tests::fail_when_set(event))), std::runtime_error,
                          tests::is_failure);
}

BOOST_AUTO_TEST_CASE(when_who_awaits_it_is_cancelled_the_task_goes_on_to_its_end) {
    Event event;
    bool ended = false;
    auto shielded = started(shield(note_when_set(event, ended)));
    shielded.cancel();
    event.set();
    turn();
    BOOST_TEST(ended);
    BOOST_TEST(loop.background().size() == 0u);
}

BOOST_AUTO_TEST_CASE(what_a_task_throws_that_nobody_awaits_any_more_is_told_to_the_loop) {
    Event event;
    auto shielded = started(shield(tests::fail_when_set(event)));
    shielded.cancel();
    event.set();
    turn();
    BOOST_TEST(loop.background().size() == 0u);
    BOOST_TEST(unheard == (std::vector<std::string>{"failed by fail_when_set"}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(background)

BOOST_AUTO_TEST_CASE(what_still_runs_is_cancelled_when_the_loop_ends) {
    const auto witness = std::make_shared<int>(0);
    {
        Loop loop;
        const Loop::Entered here(loop);
        started(shield(wait_held(witness))).cancel();
        BOOST_TEST(witness.use_count() == 2);
    }
    BOOST_TEST(witness.use_count() == 1);
    BOOST_TEST(*witness == 0);
}

BOOST_AUTO_TEST_SUITE_END()
