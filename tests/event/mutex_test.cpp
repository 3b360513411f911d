#include "event/mutex.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "tests/event/coroutines.hpp"

namespace {

using tests::OnLoop;
using tests::started;
using tests::Task;
using tined::event::Mutex;
using namespace std::chrono_literals;

Task<> increment(Mutex& mutex, int& number) {
    const auto lock = co_await mutex.lock();
    const int before = number;
    co_await tests::sleep_for(0ms);
    number = before + 1;
}
}  // namespace

BOOST_FIXTURE_TEST_SUITE(mutex, OnLoop)

BOOST_AUTO_TEST_CASE(what_it_guards_is_one_coroutines_over_its_suspensions) {
    Mutex mutex;
    int number = 0;
    std::vector<tests::Running<void>> all;
    for (int i = 0; i < 10; ++i) all.push_back(started(increment(mutex, number)));
    BOOST_TEST(mutex.is_locked());
    BOOST_TEST(!mutex.try_lock().has_value());
    while (!all.back().is_done()) turn();
    BOOST_TEST(number == 10);
    BOOST_TEST(!mutex.is_locked());
    BOOST_TEST(mutex.try_lock().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
