#include "http/fields.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::http {
namespace {

Fields some_fields() {
    Fields fields;
    fields.add("Accept", "a");
    fields.add("X-Note", "first");
    fields.add("x-note", "second");
    return fields;
}

BOOST_AUTO_TEST_SUITE(fields)

BOOST_AUTO_TEST_CASE(a_name_is_found_in_any_case) {
    BOOST_TEST(some_fields().find("ACCEPT").value() == "a");
    BOOST_TEST(!some_fields().find("Accep"));
    BOOST_TEST(!some_fields().find("Accepts"));
    BOOST_TEST(!some_fields().find_last(""));
}

BOOST_AUTO_TEST_CASE(of_several_lines_the_first_and_the_last_can_be_had) {
    BOOST_TEST(some_fields().find("X-Note").value() == "first");
    BOOST_TEST(some_fields().find_last("X-Note").value() == "second");
    BOOST_TEST(some_fields().count("X-NOTE") == 2u);
    BOOST_TEST(some_fields().count("none") == 0u);
}

BOOST_AUTO_TEST_CASE(a_name_is_found_behind_another_that_shares_its_bit) {
    const std::string_view other = "X-abce";
    const std::string_view wanted = "xQQQQE";
    BOOST_TEST_REQUIRE(FieldNames::place_of(other) == FieldNames::place_of(wanted));
    Fields fields;
    fields.add("Accept", "a");
    fields.add(other, "other");
    BOOST_TEST(!fields.find(wanted));
    BOOST_TEST(!fields.find("xqqqqe"));
    fields.add(wanted, "wanted");
    BOOST_TEST(fields.find(wanted).value() == "wanted");
    BOOST_TEST(fields.find("xqqqqe").value() == "wanted");
    BOOST_TEST(fields.find(other).value() == "other");
    BOOST_TEST(fields.find("x-abce").value() == "other");
}

BOOST_AUTO_TEST_CASE(cleared_they_are_empty) {
    Fields fields = some_fields();
    fields.clear();
    BOOST_TEST(fields.size() == 0u);
    BOOST_TEST(!fields.find("Accept"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
