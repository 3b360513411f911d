#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

constexpr const char* users =
    R"({"u": [{"n": "bob", "a": 3}, {"n": "Ann", "a": 3}, {"n": "cy", "a": 1}]})";

BOOST_AUTO_TEST_CASE(length_counts_characters_and_elements) {
    BOOST_CHECK_EQUAL(rendered("{{ 'äb' | length }}{{ [1] | count }}{{ {} | length }}"), "210");
    BOOST_CHECK_EQUAL(rendered("{{ 1 | length }}"), "t:1:8: length: an integer has no length");
}

BOOST_AUTO_TEST_CASE(the_ends_of_a_sequence_may_not_be_there) {
    BOOST_CHECK_EQUAL(rendered("{{ [1, 2] | first }}{{ 'äb' | last }}[{{ [] | first }}]"), "1b[]");
}

BOOST_AUTO_TEST_CASE(sorting_is_stable_and_without_regard_to_case) {
    BOOST_CHECK_EQUAL(rendered("{{ ['b', 'A', 'c'] | sort }}"), "['A', 'b', 'c']");
    BOOST_CHECK_EQUAL(rendered("{{ ['b', 'A'] | sort(true) }}"), "['b', 'A']");
    BOOST_CHECK_EQUAL(rendered("{{ ['b', 'C'] | sort(case_sensitive=true) }}"), "['C', 'b']");
    BOOST_CHECK_EQUAL(rendered("{{ u | sort(attribute='a') | join(',', 'n') }}", users),
                      "cy,bob,Ann");
    BOOST_CHECK_EQUAL(rendered("{{ u | sort(attribute='a,n') | join(',', 'n') }}", users),
                      "cy,Ann,bob");
    BOOST_CHECK_EQUAL(rendered("{{ [1, 'a'] | sort }}"),
                      "t:1:15: sort: text and an integer have no order");
}

BOOST_AUTO_TEST_CASE(unique_keeps_the_first_of_equals) {
    BOOST_CHECK_EQUAL(rendered("{{ ['b', 'a', 'B', 1, 1.0] | unique | list }}"), "['b', 'a', 1]");
}

BOOST_AUTO_TEST_CASE(least_and_greatest_may_be_by_an_attribute) {
    BOOST_CHECK_EQUAL(rendered("{{ [3, 1, 2] | min }}{{ [3, 1, 2] | max }}"), "13");
    BOOST_CHECK_EQUAL(rendered("{{ (u | min(attribute='a')).n }}", users), "cy");
    BOOST_CHECK_EQUAL(rendered("[{{ [] | max }}]"), "[]");
}

BOOST_AUTO_TEST_CASE(join_escapes_only_what_is_not_safe) {
    BOOST_CHECK_EQUAL(rendered("{{ [1, 'a', none] | join('-') }}"), "1-a-None");
    BOOST_CHECK_EQUAL(rendered_html("{{ ['<', '<b>' | safe] | join('&') }}"), "&lt;&amp;<b>");
    BOOST_CHECK_EQUAL(rendered_html("{{ ['<', '>'] | join('&') }}"), "&lt;&amp;&gt;");
}

BOOST_AUTO_TEST_CASE(reverse_takes_texts_and_lists) {
    BOOST_CHECK_EQUAL(rendered("{{ 'aäb' | reverse }} {{ [1, 2] | reverse | list }}"),
                      "bäa [2, 1]");
}

BOOST_AUTO_TEST_CASE(random_gives_one_of_the_elements) {
    BOOST_CHECK_EQUAL(rendered("{{ ([1, 2, 3] | random) in [1, 2, 3] }}"), "True");
    BOOST_CHECK_EQUAL(rendered("{{ ['x'] | random }}"), "x");
}

BOOST_AUTO_TEST_CASE(what_is_no_sequence_is_told) {
    BOOST_CHECK_EQUAL(rendered("{{ 1 | list }}"), "t:1:8: list: an integer is not iterable");
}

}  // namespace
}  // namespace tined::templates
