#include "handlers/multi_object.hpp"

#include <boost/test/unit_test.hpp>

using tined::handlers::MultiObject;
using tined::value::Value;

BOOST_AUTO_TEST_SUITE(multi_object)

BOOST_AUTO_TEST_CASE(the_last_of_a_name_is_its_member_and_all_are_its_list) {
    MultiObject object;
    object.add("a", Value("1"));
    object.add("b", Value("2"));
    object.add("a", Value("3"));
    BOOST_TEST(object.member("a").print() == "3");
    BOOST_TEST(Value(object.all("a")).print() == "['1', '3']");
    BOOST_TEST(object.member("c").is_undefined());
    BOOST_TEST(object.all("c").size() == 0U);
}

BOOST_AUTO_TEST_CASE(as_a_mapping_each_name_stands_once_where_it_was_first) {
    MultiObject object;
    object.add("a", Value("1"));
    object.add("b", Value("2"));
    object.add("a", Value("3"));
    const auto members = object.members();
    BOOST_TEST_REQUIRE(members.size() == 2U);
    BOOST_TEST(members[0].first == "a");
    BOOST_TEST(members[0].second.print() == "3");
    BOOST_TEST(members[1].first == "b");
}

BOOST_AUTO_TEST_CASE(names_of_fields_are_found_in_any_case_and_with_underscores) {
    MultiObject headers(MultiObject::Case::insensitive);
    headers.add("User-Agent", Value("x"));
    headers.add("USER-AGENT", Value("y"));
    BOOST_TEST(headers.member("user_agent").print() == "y");
    BOOST_TEST(headers.member("User-Agent").print() == "y");
    BOOST_TEST(headers.all("user-agent").size() == 2U);
    BOOST_TEST(headers.members().size() == 1U);
    MultiObject query;
    query.add("A", Value("x"));
    BOOST_TEST(query.member("a").is_undefined());
}

BOOST_AUTO_TEST_CASE(replacing_a_name_takes_all_of_its_values_away) {
    MultiObject object;
    object.add("a", Value("1"));
    object.add("a", Value("2"));
    object.replace("a", Value(7));
    BOOST_TEST(Value(object.all("a")).print() == "[7]");
}

BOOST_AUTO_TEST_CASE(getlist_hides_a_field_of_that_name_and_wants_one_text) {
    MultiObject object;
    object.add("getlist", Value("mine"));
    object.add("a", Value("1"));
    const Value getlist = object.member("getlist");
    BOOST_TEST_REQUIRE((getlist.kind() == tined::value::Kind::callable));
    const Value name("a");
    const auto all = getlist.as_callable().call({.positional = {&name, 1}, .named = {}});
    BOOST_TEST_REQUIRE(all.has_value());
    BOOST_TEST(all->print() == "['1']");
    const auto none = getlist.as_callable().call({});
    BOOST_TEST_REQUIRE(!none.has_value());
    BOOST_TEST(none.error() == "getlist() takes one argument, a name");
}

// A client may send as many names as the limits let through; their square would stop the worker.
BOOST_AUTO_TEST_CASE(a_hundred_thousand_names_are_shown_in_one_pass) {
    std::vector<std::string> names;
    for (int i = 0; i < 100'000; ++i) names.push_back("name" + std::to_string(i));
    MultiObject object;
    for (const auto& name : names) object.add(name, Value(1));
    BOOST_TEST(object.members().size() == names.size());
}

BOOST_AUTO_TEST_SUITE_END()
