#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(operators_bind_as_in_jinja) {
    BOOST_CHECK_EQUAL(rendered("{{ 1 + 2 * 3 }} {{ (1 + 2) * 3 }} {{ 10 - 2 - 3 }}"), "7 9 5");
    BOOST_CHECK_EQUAL(rendered("{{ 2 ** 3 ** 2 }} {{ -2 ** 2 }}"), "64 4");
    BOOST_CHECK_EQUAL(rendered("{{ 1 ~ 2 + 3 }}"),
                      "t:1:10: text and an integer can't be joined by +");
    BOOST_CHECK_EQUAL(rendered("{{ not 1 == 2 }} {{ 1 if 0 else 2 if 0 else 3 }}"), "True 3");
    BOOST_CHECK_EQUAL(rendered("{{ -1 | abs }} {{ 'a' ~ 'b' | upper }}"), "1 aB");
}

BOOST_AUTO_TEST_CASE(comparisons_chain) {
    BOOST_CHECK_EQUAL(rendered("{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 3 > 2 == 2 != 1 }}"),
                      "True False True");
    BOOST_CHECK_EQUAL(rendered("{{ 2 not in [1] }} {{ 1 in [1] }}"), "True True");
}

BOOST_AUTO_TEST_CASE(literals_print_as_python_prints_them) {
    BOOST_CHECK_EQUAL(rendered("{{ [1, 'a', none, true, 2.0] }}"), "[1, 'a', None, True, 2.0]");
    BOOST_CHECK_EQUAL(rendered("{{ (1,) }} {{ () }} {{ 1, 2 }}"), "(1,) () (1, 2)");
    BOOST_CHECK_EQUAL(rendered("{{ {'a': 1, 2: [3]} }} {{ {} }}"), "{'a': 1, 2: [3]} {}");
    BOOST_CHECK_EQUAL(rendered("{{ 'a' \"b\" }} {{ 1e3 }} {{ 1.50 }}"), "ab 1000.0 1.5");
}

BOOST_AUTO_TEST_CASE(a_list_may_end_in_a_comma) {
    BOOST_CHECK_EQUAL(rendered("{{ [1, 2,] }} {{ {'a': 1,} }}"), "[1, 2] {'a': 1}");
}

BOOST_AUTO_TEST_CASE(what_is_no_expression_is_told_with_its_place) {
    BOOST_CHECK_EQUAL(rendered("{{ }}"),
                      "t:1:4: expected an expression, found the end of the {{ }}");
    BOOST_CHECK_EQUAL(rendered("{{ 1 + }}"),
                      "t:1:8: expected an expression, found the end of the {{ }}");
    BOOST_CHECK_EQUAL(rendered("{{ a b }}"), "t:1:6: expected the end of the {{ }}, found 'b'");
    BOOST_CHECK_EQUAL(rendered("{{ {1} }}"), "t:1:6: expected ':', found '}'");
    BOOST_CHECK_EQUAL(rendered("{{ 99999999999999999999 }}"),
                      "t:1:4: 99999999999999999999 is no integer of 64 bits as Python writes it");
}

BOOST_AUTO_TEST_CASE(nesting_is_bounded) {
    const auto nested = [](int depth) {
        const auto size = static_cast<std::size_t>(depth);
        return "{{ " + std::string(size, '(') + "1" + std::string(size, ')') + " }}";
    };
    BOOST_CHECK_EQUAL(rendered(nested(50)), "1");
    BOOST_CHECK(rendered(nested(100000)).ends_with("this is nested too deep"));
}

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

BOOST_AUTO_TEST_CASE(a_chain_has_at_most_so_many_links_as_the_stack_surely_holds) {
    const char* const links[] = {"+1",  "-1",    "*1",    "/1",     "//1",      "%1",
                                 "**1", "~1",    " or 1", " and 1", "|int",     ".x",
                                 "[0]", "[0:1]", "()",    " if 1",  "+(1+1+1)", "|default(1+1)"};
    for (const char* const link : links) {
        BOOST_TEST_CONTEXT(link) {
            const std::string longest = rendered("{{ 1" + repeated(link, 990) + " }}");
            BOOST_CHECK(!longest.ends_with("this expression is too long"));
            const std::string longer = rendered("{{ 1" + repeated(link, 60000) + " }}");
            BOOST_CHECK(longer.ends_with("this expression is too long"));
        }
    }
}

BOOST_AUTO_TEST_CASE(links_in_parentheses_count_where_they_are_one_above_the_other) {
    const auto nested = [](int depth, int links) {
        return "{{ " + repeated("(", depth) + "1" + repeated(repeated("+1", links) + ")", depth) +
               " }}";
    };
    BOOST_CHECK_EQUAL(rendered(nested(50, 20)), "1001");
    BOOST_CHECK(rendered(nested(50, 21)).ends_with("this expression is too long"));
    BOOST_CHECK_EQUAL(rendered("{{ [" + repeated("1+1,", 2000) + "] | length }}"), "2000");
    BOOST_CHECK_EQUAL(rendered(repeated("{% for x in [1] | list %}{{ x + 1 }}{% endfor %}", 1500)),
                      repeated("2", 1500));
}

}  // namespace
}  // namespace tined::templates
