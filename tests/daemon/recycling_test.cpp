#include "daemon/recycling.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <vector>

namespace tined::daemon {
namespace {

BOOST_AUTO_TEST_CASE(memory_that_no_file_backs_is_counted) {
    const auto before = anonymous_memory(::getpid());
    BOOST_TEST_REQUIRE(before.has_value());
    const std::vector<char> held(32 << 20, 'x');
    const auto after = anonymous_memory(::getpid());
    BOOST_TEST_REQUIRE(after.has_value());
    BOOST_TEST(*after >= *before + (31 << 20));
    BOOST_TEST(held.back() == 'x');
}

BOOST_AUTO_TEST_CASE(a_process_that_is_no_more_has_no_memory_to_tell) {
    BOOST_TEST(!anonymous_memory(-1).has_value());
}

}  // namespace
}  // namespace tined::daemon
