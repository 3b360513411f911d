#include "base/refused_calls.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::base {
namespace {

BOOST_AUTO_TEST_CASE(a_call_is_counted_each_time_and_remembered_once) {
    RefusedCalls calls;
    BOOST_TEST(calls.numbers().empty());
    for (const int number : {59, 41, 59, 0, 511}) calls.add(number);
    BOOST_TEST(calls.count() == 5u);
    BOOST_TEST((calls.numbers() == std::vector<int>{0, 41, 59, 511}));
}

BOOST_AUTO_TEST_CASE(a_number_that_no_kernel_has_is_counted_alone) {
    RefusedCalls calls;
    calls.add(-1);
    calls.add(RefusedCalls::most_numbers);
    BOOST_TEST(calls.count() == 2u);
    BOOST_TEST(calls.numbers().empty());
}

}  // namespace
}  // namespace tined::base
