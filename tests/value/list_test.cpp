#include <boost/test/unit_test.hpp>

#include "value/value.hpp"

using tined::value::List;
using tined::value::Value;

BOOST_AUTO_TEST_SUITE(list)

BOOST_AUTO_TEST_CASE(an_empty_list_has_no_elements) {
    const List none;
    BOOST_TEST(none.empty());
    BOOST_TEST((none.begin() == none.end()));
    BOOST_TEST(List(std::vector<Value>()).empty());
    BOOST_TEST((none == List(std::vector<Value>())));
}

BOOST_AUTO_TEST_CASE(elements_stand_in_the_order_in_which_they_came) {
    List list{1, "two"};
    list.push_back(3.0);
    BOOST_TEST(list.size() == 3U);
    BOOST_TEST(Value(list).print() == "[1, 'two', 3.0]");
    std::string seen;
    for (const Value& item : list) seen += item.print();
    BOOST_TEST(seen == "1two3.0");
}

BOOST_AUTO_TEST_CASE(copies_share_their_elements_until_one_is_changed) {
    List first{1, 2};
    List second = first;
    BOOST_TEST(first.begin() == second.begin());
    second.set(0, "changed");
    BOOST_TEST(Value(first).print() == "[1, 2]");
    BOOST_TEST(Value(second).print() == "['changed', 2]");
}

BOOST_AUTO_TEST_CASE(a_list_that_nobody_shares_is_changed_in_place) {
    List list{1, 2};
    list.reserve(8);
    const Value* const place = list.begin();
    list.push_back(3);
    list.set(0, 0);
    BOOST_TEST(list.begin() == place);
}

BOOST_AUTO_TEST_CASE(a_list_that_is_given_itself_holds_what_it_was) {
    List list{1};
    list.push_back(list);
    BOOST_TEST(Value(list).print() == "[1, [1]]");
    list.push_back(list[0]);
    BOOST_TEST(Value(list).print() == "[1, [1], 1]");
}

BOOST_AUTO_TEST_CASE(assigning_and_moving_hand_the_elements_on) {
    List first{1};
    List second;
    second = first;
    BOOST_TEST((second == first));
    const List third = std::move(second);
    BOOST_TEST(third.size() == 1U);
    BOOST_TEST(second.empty());  // NOLINT(bugprone-use-after-move): that is what is asked
}

BOOST_AUTO_TEST_SUITE_END()
