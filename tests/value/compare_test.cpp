#include "value/compare.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

namespace {

using tined::value::Arguments;
using tined::value::Callable;
using tined::value::compare;
using tined::value::List;
using tined::value::Map;
using tined::value::Value;

bool is_less(const Value& a, const Value& b) {
    return compare(a, b) == std::partial_ordering::less &&
           compare(b, a) == std::partial_ordering::greater;
}

bool is_equivalent(const Value& a, const Value& b) {
    return compare(a, b) == std::partial_ordering::equivalent && a == b && b == a;
}

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr auto largest = std::numeric_limits<std::int64_t>::max();
constexpr auto smallest = std::numeric_limits<std::int64_t>::min();

class Nothing : public Callable {
public:
    std::string_view name() const noexcept override { return "nothing"; }
    std::expected<Value, std::string> call(const Arguments&) const override { return Value(); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(comparing)

BOOST_AUTO_TEST_CASE(numbers_of_all_kinds_compare_with_each_other) {
    BOOST_TEST(is_equivalent(1, 1.0));
    BOOST_TEST(is_equivalent(1, true));
    BOOST_TEST(is_equivalent(0.0, false));
    BOOST_TEST(is_equivalent(0.0, -0.0));
    BOOST_TEST(is_less(1, 1.5));
    BOOST_TEST(is_less(-1.5, -1));
    BOOST_TEST(is_less(false, true));
    BOOST_TEST(is_less(true, 2));
    BOOST_TEST(is_less(largest, infinity));
    BOOST_TEST(is_less(-infinity, smallest));
}

BOOST_AUTO_TEST_CASE(an_integer_is_not_rounded_to_compare_with_a_real) {
    constexpr std::int64_t odd = (std::int64_t{1} << 53) + 1;  // no real is equal to it
    BOOST_TEST(is_less(0x1p53, odd));
    BOOST_TEST(!(Value(odd) == Value(0x1p53)));
    BOOST_TEST(is_less(largest, 0x1p63));
    BOOST_TEST(is_equivalent(smallest, -0x1p63));
}

BOOST_AUTO_TEST_CASE(nan_equals_nothing_and_stands_nowhere) {
    BOOST_TEST(!(Value(not_a_number) == Value(not_a_number)));
    BOOST_TEST((compare(not_a_number, not_a_number) == std::partial_ordering::unordered));
    BOOST_TEST((compare(1, not_a_number) == std::partial_ordering::unordered));
    BOOST_TEST((compare(not_a_number, 1) == std::partial_ordering::unordered));
}

BOOST_AUTO_TEST_CASE(text_compares_by_code_points_and_regardless_of_safety) {
    BOOST_TEST(is_less("a", "b"));
    BOOST_TEST(is_less("", "a"));
    BOOST_TEST(is_less("Z", "a"));
    BOOST_TEST(is_less("z", "é"));
    BOOST_TEST(is_less("\uffff", "😀"));
    BOOST_TEST(is_equivalent("a", Value::safe_text("a")));
}

BOOST_AUTO_TEST_CASE(lists_compare_by_their_first_difference) {
    BOOST_TEST(is_less(List{1, 2}, List{1, 3}));
    BOOST_TEST(is_less(List{1}, List{1, 0}));
    BOOST_TEST(is_less(List(), List{0}));
    BOOST_TEST(is_equivalent(List{1, "a"}, List{1.0, "a"}));
    BOOST_TEST(is_less(List{nullptr, 1}, List{nullptr, 2}));
    BOOST_TEST(!compare(List{1, "a"}, List{1, 2}).has_value());
}

BOOST_AUTO_TEST_CASE(a_tuple_is_no_list) {
    const Value tuple = Value::tuple({1, 2});
    BOOST_TEST(!(tuple == Value(List{1, 2})));
    BOOST_TEST(!compare(tuple, List{1, 2}).has_value());
    BOOST_TEST(is_less(tuple, Value::tuple({1, 3})));
    BOOST_TEST((Value::tuple({1}) == Value::tuple({1})));
}

BOOST_AUTO_TEST_CASE(what_python_would_not_compare_has_no_order) {
    BOOST_TEST(!compare(1, "1").has_value());
    BOOST_TEST(!compare(nullptr, nullptr).has_value());
    BOOST_TEST(!compare(nullptr, 0).has_value());
    BOOST_TEST(!compare(Value(), Value()).has_value());
    BOOST_TEST(!compare(Map{{"a", 1}}, Map{{"a", 1}}).has_value());
    BOOST_TEST(!compare(List{1}, 1).has_value());
}

BOOST_AUTO_TEST_CASE(values_of_different_kinds_are_not_equal) {
    BOOST_TEST(!(Value("1") == Value(1)));
    BOOST_TEST(!(Value(nullptr) == Value(false)));
    BOOST_TEST(!(Value(nullptr) == Value()));
    BOOST_TEST(!(Value(List()) == Value(Map())));
    BOOST_TEST((Value() == Value::undefined("x")));
    BOOST_TEST((Value(nullptr) == Value(nullptr)));
}

BOOST_AUTO_TEST_CASE(maps_are_equal_in_whatever_order) {
    BOOST_TEST((Value(Map{{"a", 1}, {"b", 2}}) == Value(Map{{"b", 2.0}, {"a", true}})));
    BOOST_TEST(!(Value(Map{{"a", 1}}) == Value(Map{{"a", 2}})));
    BOOST_TEST(!(Value(Map{{"a", 1}}) == Value(Map{{"b", 1}})));
    BOOST_TEST(!(Value(Map{{"a", 1}}) == Value(Map{{"a", 1}, {"b", 2}})));
    BOOST_TEST((Map{{1, "x"}} == Map{{1.0, "x"}}));
}

BOOST_AUTO_TEST_CASE(a_callable_equals_itself_alone) {
    const Nothing one;
    const Nothing other;
    BOOST_TEST((Value::borrowed(one) == Value::borrowed(one)));
    BOOST_TEST(!(Value::borrowed(one) == Value::borrowed(other)));
}

BOOST_AUTO_TEST_CASE(what_is_nested_past_the_bound_equals_nothing_and_has_no_order) {
    const auto nested = [](int depth) {
        Value value(1);
        for (int i = 0; i < depth; ++i) value = List(std::vector<Value>{value});
        return value;
    };
    BOOST_TEST((nested(512) == nested(512)));
    BOOST_TEST(!(nested(513) == nested(513)));
    BOOST_TEST(!(nested(100'000) == nested(100'000)));
    BOOST_TEST(!compare(nested(100'000), nested(100'000)).has_value());
}

BOOST_AUTO_TEST_CASE(a_value_that_has_its_parts_many_times_is_equal_to_itself_at_once) {
    Value list(1);
    Value map(1);
    for (int i = 0; i < 100; ++i) {
        list = List({list, list});
        map = Map{{"a", map}, {"b", map}};
    }
    BOOST_TEST((list == Value(list)));
    BOOST_TEST((map == Value(map)));
    BOOST_TEST((List{list, 1} == List{list, 1}));
    BOOST_TEST(!(List{list, 1} == List{list, 2}));
    // As Python, which compares what an object is first.
    const Value holder(List{Value(not_a_number), 1});
    BOOST_TEST((holder == Value(holder)));
}

BOOST_AUTO_TEST_SUITE_END()
