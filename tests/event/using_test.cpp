#include "event/using.hpp"

#include <boost/test/unit_test.hpp>
#include <memory>
#include <optional>
#include <string>

#include "tests/event/coroutines.hpp"

namespace {

using tests::Counted;
using tests::Event;
using tests::Loop;
using tests::OnLoop;
using tests::run;
using tests::started;
using tests::Task;
using tined::event::using_;

// Its leaving takes until `may_close`, and may fail.
class Session {
public:
    Session(std::string& told, Event& may_close, int& alive, bool fails = false)
        : told_(&told), may_close_(&may_close), counted_(alive), fails_(fails) {}
    Task<> close() {
        *told_ += "closing ";
        co_await may_close_->wait();
        *told_ += "closed ";
        if (fails_) throw std::logic_error("not closed");
    }
    void use() { *told_ += "used "; }

private:
    std::string* told_;
    Event* may_close_;
    Counted counted_;
    bool fails_;
};

Task<int> use(Session& session, Event& event, int value) {
    session.use();
    co_await event.wait();
    co_return value;
}

Task<> use_and_fail(Session& session, Event& event) {
    session.use();
    co_await event.wait();
    throw std::runtime_error("failed");
}

struct Fixture : OnLoop {
    std::string told;
    Event may_close;
    Event goes_on;

    Task<int> used(bool close_fails = false) {
        return using_(Session(told, may_close, alive, close_fails),
                      [this](Session& session) { return use(session, goes_on, 5); });
    }
    Task<> failing(bool close_fails = false) {
        return using_(Session(told, may_close, alive, close_fails),
                      [this](Session& session) { return use_and_fail(session, goes_on); });
    }
    void turns(int times) {
        for (int i = 0; i < times; ++i) turn();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(using__, Fixture)

BOOST_AUTO_TEST_CASE(the_leaving_is_awaited_before_the_result_is_given) {
    auto running = started(used());
    BOOST_TEST(told == "used ");
    goes_on.set();
    turn();
    BOOST_TEST(told == "used closing ");
    BOOST_TEST(!running.is_done());
    may_close.set();
    turns(2);
    BOOST_TEST(told == "used closing closed ");
    BOOST_TEST(running.take() == 5);
}

BOOST_AUTO_TEST_CASE(it_is_left_when_the_body_throws_and_the_bodys_exception_is_the_one_thrown) {
    goes_on.set();
    may_close.set();
    BOOST_CHECK_EXCEPTION(run(loop, failing()), std::runtime_error, tests::is_failure);
    BOOST_TEST(told == "used closing closed ");
    BOOST_CHECK_EXCEPTION(run(loop, failing(true)), std::runtime_error, tests::is_failure);
}

BOOST_AUTO_TEST_CASE(what_the_leaving_throws_is_thrown) {
    goes_on.set();
    may_close.set();
    BOOST_CHECK_THROW(run(loop, used(true)), std::logic_error);
}

BOOST_AUTO_TEST_CASE(cancelled_in_the_body_it_is_left_in_the_background) {
    auto running = started(used());
    running.cancel();
    BOOST_TEST(told == "used ");
    turn();
    BOOST_TEST(told == "used closing ");
    may_close.set();
    turn();
    BOOST_TEST(told == "used closing closed ");
    BOOST_TEST(loop.background().size() == 0u);
}

BOOST_AUTO_TEST_CASE(what_the_leaving_throws_when_nobody_can_be_told_is_told_to_the_loop) {
    goes_on.set();
    may_close.set();
    BOOST_CHECK_THROW(run(loop, failing(true)), std::runtime_error);
    BOOST_TEST(unheard == (std::vector<std::string>{"not closed by close"}));
    goes_on.clear();
    started(used(true)).cancel();
    turn();
    BOOST_TEST(loop.background().size() == 0u);
    BOOST_TEST(unheard.size() == 2u);
}

BOOST_AUTO_TEST_CASE(cancelled_while_it_is_left_the_leaving_goes_on) {
    auto running = started(used());
    goes_on.set();
    turn();
    BOOST_TEST(told == "used closing ");
    running.cancel();
    may_close.set();
    turn();
    BOOST_TEST(told == "used closing closed ");
}

BOOST_AUTO_TEST_CASE(cancelled_by_who_ends_the_loop_too_nothing_leaks) {
    auto inner = std::make_unique<Loop>();
    std::optional<Loop::Entered> in(*inner);
    auto running = started(used());
    running.cancel();
    BOOST_TEST(alive == 1);
    in.reset();
    inner.reset();
    BOOST_TEST(alive == 0);
    BOOST_TEST(told == "used ");
}

BOOST_AUTO_TEST_SUITE_END()
