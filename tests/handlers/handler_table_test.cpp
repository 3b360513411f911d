#include "handlers/handler_table.hpp"

#include <boost/test/unit_test.hpp>

namespace handlers = tined::handlers;

BOOST_AUTO_TEST_SUITE(handler_table)

BOOST_AUTO_TEST_CASE(a_name_is_given_once) {
    handlers::HandlerTable table;
    const auto* const first = table.add({.name = "a"});
    BOOST_TEST_REQUIRE(first != nullptr);
    BOOST_TEST(table.add({.name = "a"}) == nullptr);
    BOOST_TEST(table.entries().size() == 1U);
}

BOOST_AUTO_TEST_CASE(an_entry_stays_where_it_is_as_others_come) {
    handlers::HandlerTable table;
    const auto* const first = table.add({.name = "first"});
    for (int i = 0; i < 1000; ++i) table.add({.name = std::to_string(i)});
    BOOST_TEST(table.find("first") == first);
    BOOST_TEST(table.find("1000") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_copy_has_entries_of_its_own) {
    handlers::HandlerTable table;
    table.add({.name = "a"});
    handlers::HandlerTable copy = table;
    copy.find("a")->origin = "b.so";
    copy.add({.name = "b"});
    BOOST_TEST(table.find("a")->origin == "");
    BOOST_TEST(table.find("b") == nullptr);
    BOOST_TEST(copy.find("b")->name == "b");
}

BOOST_AUTO_TEST_CASE(nobody_changes_the_table_without_any) {
    BOOST_TEST(handlers::HandlerTable::none().entries().empty());
    BOOST_TEST(handlers::HandlerTable::none().find("a") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
