#include "http/form.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace tined::http {
namespace {

constexpr std::size_t plenty = 1000;

std::string only_value(std::string_view form) {
    const Pairs pairs = parse_form(form, plenty).value();
    BOOST_TEST_REQUIRE(pairs.size() == 1u);
    return pairs.begin()->second;
}

BOOST_AUTO_TEST_SUITE(form)

BOOST_AUTO_TEST_CASE(pairs_are_read_in_their_order) {
    const Pairs pairs = parse_form("b=1&a=2&b=3", plenty).value();
    BOOST_TEST_REQUIRE(pairs.size() == 3u);
    BOOST_TEST(pairs.begin()->first == "b");
    BOOST_TEST(pairs.find_last("b").value() == "3");
    BOOST_TEST((pairs.all("b") == std::vector<std::string_view>{"1", "3"}));
    BOOST_TEST(pairs.all("c").empty());
    BOOST_TEST(!pairs.find_last("B"));
}

BOOST_AUTO_TEST_CASE(nothing_is_no_pairs) {
    BOOST_TEST(parse_form("", plenty)->is_empty());
    BOOST_TEST(parse_form("&&&", plenty)->is_empty());
}

BOOST_AUTO_TEST_CASE(a_value_may_be_missing_and_a_name_empty) {
    BOOST_TEST(parse_form("a", plenty)->find_last("a").value() == "");
    BOOST_TEST(parse_form("a=", plenty)->find_last("a").value() == "");
    BOOST_TEST(parse_form("=b", plenty)->find_last("").value() == "b");
    BOOST_TEST(only_value("a=b=c") == "b=c");
}

BOOST_AUTO_TEST_CASE(names_and_values_are_decoded) {
    const Pairs pairs = parse_form("a%26b+c=%E4%BD%A0+%2B", plenty).value();
    BOOST_TEST(pairs.find_last("a&b c").value() == "\xe4\xbd\xa0 +");
}

BOOST_AUTO_TEST_CASE(a_broken_escape_stays_as_it_is_written) {
    BOOST_TEST(only_value("a=100%") == "100%");
    BOOST_TEST(only_value("a=%2") == "%2");
    BOOST_TEST(only_value("a=%zz%41") == "%zzA");
    BOOST_TEST(only_value("a=%%41") == "%A");
}

BOOST_AUTO_TEST_CASE(what_is_not_utf_8_is_replaced) {
    BOOST_TEST(only_value("a=x%ff") == "x\xef\xbf\xbd");
}

BOOST_AUTO_TEST_CASE(a_nul_is_text_like_any_other) {
    BOOST_TEST(only_value("a=x%00y") == std::string("x\0y", 3));
}

BOOST_AUTO_TEST_CASE(more_pairs_than_allowed_are_refused) {
    BOOST_TEST(parse_form("a&b&c", 3)->size() == 3u);
    BOOST_TEST((parse_form("a&b&c&d", 3).error() == FormError::too_many_parts));
    BOOST_TEST(parse_form("a&&&b&", 2)->size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
