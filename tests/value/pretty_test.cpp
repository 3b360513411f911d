#include "value/pretty.hpp"

#include <boost/test/unit_test.hpp>

using tined::value::List;
using tined::value::Map;
using tined::value::Value;

namespace {

std::string pretty(const Value& value) {
    std::string out;
    BOOST_TEST(tined::value::print_pretty(value, out, 10'000));
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(printing_for_a_person)

BOOST_AUTO_TEST_CASE(what_fits_stands_on_one_line_with_its_keys_in_order) {
    BOOST_TEST(pretty(Map{{"b", 1}, {"a", List{1, 2.0}}}) == "{'a': [1, 2.0], 'b': 1}");
    BOOST_TEST(pretty("text") == "'text'");
    BOOST_TEST(pretty(Value::tuple({1})) == "(1,)");
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_has_an_element_a_line) {
    const std::string text(50, 'x');
    BOOST_TEST(pretty(List{text, Map{{"k", text}}}) == "['" + text + "',\n {'k': '" + text + "'}]");
}

BOOST_AUTO_TEST_CASE(long_text_stands_in_pieces) {
    const std::string word(30, 'w');
    BOOST_TEST(pretty(word + " " + word + " " + word) ==
               "('" + word + " " + word + " '\n '" + word + "')");
}

BOOST_AUTO_TEST_CASE(printing_ends_at_the_bound) {
    std::string out;
    List list;
    for (int i = 0; i < 1000; ++i) list.push_back(std::string(70, 'x'));
    BOOST_TEST(!tined::value::print_pretty(list, out, 500));
    BOOST_TEST(out.size() < 1000U);
}

BOOST_AUTO_TEST_SUITE_END()
