#include "app/of_worker.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

using tined::app::of_worker;
using tined::event::Loop;

namespace {

int alive = 0;

struct Counted {
    int value = 0;
    Counted() { ++alive; }
    ~Counted() { --alive; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
};

struct Failing {
    Failing() { throw std::runtime_error("no"); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(of_worker_)

BOOST_AUTO_TEST_CASE(there_is_one_for_a_loop_and_it_goes_with_it) {
    for (int i = 0; i < 2; ++i) {
        Loop loop;
        const Loop::Entered here(loop);
        BOOST_TEST(of_worker<Counted>().value == 0);
        of_worker<Counted>().value = 7;
        BOOST_TEST(of_worker<Counted>().value == 7);
        BOOST_TEST(alive == 1);
    }
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(two_loops_of_one_thread_have_one_each) {
    Loop outer;
    const Loop::Entered in_outer(outer);
    of_worker<Counted>().value = 1;
    {
        Loop inner;
        const Loop::Entered in_inner(inner);
        BOOST_TEST(of_worker<Counted>().value == 0);
        BOOST_TEST(alive == 2);
    }
    BOOST_TEST(of_worker<Counted>().value == 1);
    BOOST_TEST(alive == 1);
}

BOOST_AUTO_TEST_CASE(what_its_constructor_throws_is_thrown_to_who_asks) {
    Loop loop;
    const Loop::Entered here(loop);
    BOOST_CHECK_THROW(of_worker<Failing>(), std::runtime_error);
    BOOST_CHECK_THROW(of_worker<Failing>(), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
