#include <boost/test/unit_test.hpp>
#include <string>

#include "value/key_index.hpp"
#include "value/value.hpp"

namespace {

using tined::value::List;
using tined::value::Map;
using tined::value::Value;

Map numbered(int count) {
    Map map;
    for (int i = 0; i < count; ++i) map.set("key" + std::to_string(i), i);
    return map;
}

// Small maps are searched, large ones have an index: what holds for one must hold for the other.
constexpr int sizes[] = {1, 7, 8, 9, 10, 200};

}  // namespace

BOOST_AUTO_TEST_SUITE(map)

BOOST_AUTO_TEST_CASE(an_empty_map_has_no_entries) {
    const Map none;
    BOOST_TEST(none.empty());
    BOOST_TEST((none.begin() == none.end()));
    BOOST_TEST((none.find("a") == nullptr));
    BOOST_TEST((none.find(Value(1)) == nullptr));
    BOOST_TEST(!Map().erase("a"));
}

BOOST_AUTO_TEST_CASE(every_key_is_found_at_every_size) {
    for (const int size : sizes) {
        const Map map = numbered(size);
        BOOST_TEST(map.size() == static_cast<std::size_t>(size));
        for (int i = 0; i < size; ++i) {
            const std::string key = "key" + std::to_string(i);
            BOOST_TEST_REQUIRE(map.find(std::string_view(key)) != nullptr);
            BOOST_TEST(map.find(std::string_view(key))->as_integer() == i);
            BOOST_TEST(map.find(Value(key)) == map.find(std::string_view(key)));
        }
        BOOST_TEST((map.find("key") == nullptr));
        BOOST_TEST((map.find("key" + std::to_string(size)) == nullptr));
    }
}

BOOST_AUTO_TEST_CASE(entries_stand_in_the_order_in_which_they_came) {
    for (const int size : sizes) {
        int expected = 0;
        for (const auto& [key, value] : numbered(size)) {
            BOOST_TEST(key.as_text() == "key" + std::to_string(expected));
            BOOST_TEST(value.as_integer() == expected);
            ++expected;
        }
        BOOST_TEST(expected == size);
    }
}

BOOST_AUTO_TEST_CASE(a_key_that_is_set_again_keeps_its_place) {
    for (const int size : sizes) {
        Map map = numbered(size);
        map.set("key0", "new");
        BOOST_TEST(map.size() == static_cast<std::size_t>(size));
        BOOST_TEST(map.begin()->second.as_text() == "new");
    }
}

BOOST_AUTO_TEST_CASE(what_is_erased_is_gone_and_all_else_is_still_found_in_order) {
    for (const int size : sizes) {
        Map map = numbered(size);
        BOOST_TEST(map.erase("key0"));
        BOOST_TEST(!map.erase("key0"));
        BOOST_TEST(map.size() == static_cast<std::size_t>(size - 1));
        for (int i = 1; i < size; ++i) {
            const Value* const found = map.find(Value("key" + std::to_string(i)));
            BOOST_TEST_REQUIRE(found != nullptr);
            BOOST_TEST(found == &map.entries()[static_cast<std::size_t>(i - 1)].second);
        }
        map.set("key0", "back");
        BOOST_TEST((map.end() - 1)->second.as_text() == "back");
    }
}

BOOST_AUTO_TEST_CASE(equal_numbers_are_one_key) {
    Map map;
    map.set(1, "integer");
    map.set(1.0, "real");
    map.set(true, "boolean");
    BOOST_TEST(Value(map).print() == "{1: 'boolean'}");
    map.set("1", "text");
    BOOST_TEST(map.size() == 2U);

    Map large = numbered(20);
    large.set(7, "integer");
    BOOST_TEST((large.find(Value(7.0)) == large.find(Value(7))));
    large.set(0, "zero");
    BOOST_TEST((large.find(Value(-0.0)) == large.find(Value(false))));
    BOOST_TEST((large.find(Value(7.5)) == nullptr));
}

BOOST_AUTO_TEST_CASE(any_value_may_be_a_key) {
    Map map = numbered(9);
    map.set(nullptr, "null");
    map.set(Value(), "undefined");
    map.set(List{1, 2}, "list");
    map.set(Map{{"a", 1}}, "map");
    BOOST_TEST(map.find(Value(nullptr))->as_text() == "null");
    BOOST_TEST(map.find(Value())->as_text() == "undefined");
    BOOST_TEST(map.find(Value(List{1.0, 2}))->as_text() == "list");
    BOOST_TEST(map.find(Value(Map{{"a", true}}))->as_text() == "map");
    BOOST_TEST((map.find(Value(List{2, 1})) == nullptr));
}

BOOST_AUTO_TEST_CASE(copies_share_their_entries_until_one_is_changed) {
    for (const int size : sizes) {
        const Map first = numbered(size);
        Map second = first;
        BOOST_TEST(first.begin() == second.begin());
        BOOST_TEST(!second.erase("missing"));
        BOOST_TEST(first.begin() == second.begin());
        second.set("more", 1);
        BOOST_TEST((first.find("more") == nullptr));
        BOOST_TEST(second.find("more")->as_integer() == 1);
        BOOST_TEST((second.find("key0") != nullptr));
    }
}

BOOST_AUTO_TEST_CASE(a_map_that_is_given_itself_holds_what_it_was) {
    Map map{{"a", 1}};
    map.set("self", map);
    BOOST_TEST(Value(map).print() == "{'a': 1, 'self': {'a': 1}}");
    map.set("a", *map.find("self"));
    BOOST_TEST(Value(map).print() == "{'a': {'a': 1}, 'self': {'a': 1}}");
}

BOOST_AUTO_TEST_CASE(of_a_key_written_twice_the_last_value_counts) {
    const Map map{{"a", 1}, {"b", 2}, {"a", 3}};
    BOOST_TEST(Value(map).print() == "{'a': 3, 'b': 2}");
}

BOOST_AUTO_TEST_CASE(a_guess_of_where_a_key_stands_may_be_wrong) {
    const Map map = {{"a", 1}, {"b", 2}};
    std::uint32_t guess = 7;
    BOOST_TEST(map.find("b", guess)->as_integer() == 2);
    BOOST_TEST(guess == 1u);
    BOOST_TEST(map.find("b", guess)->as_integer() == 2);
    BOOST_TEST(map.find("a", guess)->as_integer() == 1);
    BOOST_TEST(!map.find("c", guess));
    BOOST_TEST(!Map().find("a", guess));
}

BOOST_AUTO_TEST_SUITE_END()
