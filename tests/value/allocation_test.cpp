// What a request may do with values without asking for memory.
#include <boost/test/unit_test.hpp>

#include "tests/support/allocations.hpp"
#include "value/compare.hpp"
#include "value/value.hpp"

using tined::tests::allocations_of;
using tined::value::List;
using tined::value::Map;
using tined::value::Value;

BOOST_AUTO_TEST_SUITE(allocation)

BOOST_AUTO_TEST_CASE(text_is_copied_once_and_that_is_counted) {
    BOOST_TEST(allocations_of([] { const Value text("of a template"); }) == 1U);
}

BOOST_AUTO_TEST_CASE(borrowed_text_scalars_and_empty_containers_allocate_nothing) {
    BOOST_TEST(allocations_of([] {
                   const Value text = Value::borrowed("longer than any string keeps in place");
                   const Value copy = text;
                   const Value numbers[] = {1, 2.5, true, nullptr, Value()};
                   const Value list{List()};
                   const Value map{Map()};
                   const Value empty("");
               }) == 0U);
}

BOOST_AUTO_TEST_CASE(copying_finding_and_comparing_allocate_nothing) {
    Map map{{"title", "Shop"}, {"items", List{1, 2, 3}}};
    for (int i = 0; i < 20; ++i) map.set(i, i);
    const Value value(map);
    bool is_right = false;
    BOOST_TEST(allocations_of([&] {
                   const Value copy = value;
                   const Value title = copy.member("title");
                   const bool is_missing = copy.member("missing").is_undefined();
                   is_right = is_missing && title.as_text() == "Shop" && copy == value;
                   is_right =
                       is_right && compare(copy.member("items"), value.member("items")).has_value();
               }) == 0U);
    BOOST_TEST(is_right);
}

BOOST_AUTO_TEST_SUITE_END()
