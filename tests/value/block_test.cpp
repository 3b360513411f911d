#include <boost/test/unit_test.hpp>

#include "value/value.hpp"

using tined::value::List;
using tined::value::Map;
using tined::value::Value;

BOOST_AUTO_TEST_SUITE(block)

// A recursive destruction of a million levels would need some hundred megabytes of stack.
BOOST_AUTO_TEST_CASE(a_million_nested_lists_go_without_a_deep_stack) {
    Value value(1);
    for (int i = 0; i < 1'000'000; ++i) {
        List level;
        level.push_back(std::move(value));
        value = std::move(level);
    }
    BOOST_TEST(value.as_list().size() == 1U);
    value = Value();
    BOOST_TEST(value.is_undefined());
}

BOOST_AUTO_TEST_CASE(a_million_nested_maps_go_without_a_deep_stack) {
    Value value("innermost");
    for (int i = 0; i < 1'000'000; ++i) {
        Map level;
        level.set("in", std::move(value));
        value = std::move(level);
    }
    value = nullptr;
    BOOST_TEST(value.is_null());
}

BOOST_AUTO_TEST_CASE(a_shared_part_outlives_the_whole) {
    Value part;
    {
        const Value inner(List{"kept"});
        const Value whole(Map{{"a", List{inner, inner}}, {inner, List{inner}}});
        part = whole.member("a").as_list()[1];
    }
    BOOST_TEST(part.print() == "['kept']");
}

BOOST_AUTO_TEST_SUITE_END()
