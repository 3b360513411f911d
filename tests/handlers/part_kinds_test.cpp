#include "handlers/part_kinds.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string_view>

using namespace tined::handlers;

namespace {

auto place_of(std::string_view key) {
    return std::ranges::find(part_kinds(), key, &PartKind::key) - part_kinds().begin();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(part_kinds_of_steps)

BOOST_AUTO_TEST_CASE(the_order_is_that_in_which_the_language_lets_them_act) {
    BOOST_TEST(place_of("arguments") < place_of("with"));
    BOOST_TEST(place_of("with") < place_of("cookies"));
    BOOST_TEST(place_of("cookies") < place_of("clear_cookies"));
    for (const auto& kind : part_kinds()) {
        if (kind.is_answer) BOOST_TEST(place_of("clear_cookies") < place_of(kind.key), kind.key);
    }
}

BOOST_AUTO_TEST_CASE(no_key_stands_twice_or_is_one_of_a_later_version) {
    for (const auto& kind : part_kinds()) {
        BOOST_TEST(std::ranges::count(part_kinds(), kind.key, &PartKind::key) == 1, kind.key);
        BOOST_TEST(std::ranges::count(later_step_keys(), kind.key) == 0, kind.key);
    }
}

BOOST_AUTO_TEST_SUITE_END()
