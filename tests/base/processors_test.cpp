#include "base/processors.hpp"

#include <sched.h>

#include <boost/test/unit_test.hpp>
#include <thread>

namespace tined::base {
namespace {

/// What `what` gives on a thread of its own: the mask of this one stays.
template <typename What>
auto on_a_thread(What what) {
    decltype(what()) result;
    std::thread([&] { result = what(); }).join();
    return result;
}

BOOST_AUTO_TEST_CASE(the_allowed_processors_are_those_of_the_mask) {
    cpu_set_t set;
    CPU_ZERO(&set);
    BOOST_TEST_REQUIRE(::sched_getaffinity(0, sizeof set, &set) == 0);
    const auto allowed = allowed_processors();
    BOOST_TEST(allowed.size() == static_cast<std::size_t>(CPU_COUNT(&set)));
    for (const unsigned number : allowed) BOOST_TEST(CPU_ISSET(number, &set));
}

BOOST_AUTO_TEST_CASE(a_pinned_thread_has_the_one_processor_of_its_index) {
    const auto before = allowed_processors();
    for (unsigned index = 0; index < before.size() + 1; ++index) {
        const auto after = on_a_thread([&] {
            BOOST_TEST(pin_to_processor(index).has_value());
            return allowed_processors();
        });
        BOOST_TEST_REQUIRE(after.size() == 1u);
        BOOST_TEST(after.front() == before[index % before.size()]);
    }
    BOOST_TEST(allowed_processors() == before, boost::test_tools::per_element());
}

}  // namespace
}  // namespace tined::base
