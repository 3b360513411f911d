#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(groups_are_pairs_with_names) {
    const char* const data =
        R"({"u": [{"n": "b", "a": 2}, {"n": "a", "a": 1}, {"n": "c", "a": 2}]})";
    BOOST_CHECK_EQUAL(
        rendered(
            "{% for a, us in u | groupby('a') %}{{ a }}:{{ us | join(',', 'n') }};{% endfor %}",
            data),
        "1:a;2:b,c;");
    BOOST_CHECK_EQUAL(
        rendered("{% for g in u | groupby('a') %}{{ g.grouper }}{{ g.list | length }}{% endfor %}",
                 data),
        "1122");
    BOOST_CHECK_EQUAL(rendered("{{ u | groupby('z', default='-') | map('first') | list }}", data),
                      "['-']");
}

BOOST_AUTO_TEST_CASE(a_map_is_sorted_by_key_or_value) {
    const char* const data = R"({"d": {"b": 1, "A": 3, "c": 2}})";
    BOOST_CHECK_EQUAL(rendered("{{ d | dictsort }}", data), "[('A', 3), ('b', 1), ('c', 2)]");
    BOOST_CHECK_EQUAL(rendered("{{ d | dictsort(false, 'value', true) }}", data),
                      "[('A', 3), ('c', 2), ('b', 1)]");
    BOOST_CHECK_EQUAL(rendered("{{ d | items | list }}", data), "[('b', 1), ('A', 3), ('c', 2)]");
}

BOOST_AUTO_TEST_CASE(rows_and_columns_are_filled_up) {
    BOOST_CHECK_EQUAL(rendered("{{ [1, 2, 3] | batch(2) | list }}"), "[[1, 2], [3]]");
    BOOST_CHECK_EQUAL(rendered("{{ [1, 2, 3] | batch(2, '-') | list }}"), "[[1, 2], [3, '-']]");
    BOOST_CHECK_EQUAL(rendered("{{ range(5) | slice(3) | list }}"), "[[0, 1], [2, 3], [4]]");
    BOOST_CHECK_EQUAL(rendered("{{ range(4) | slice(3, 'x') | list }}"),
                      "[[0, 1], [2, 'x'], [3, 'x']]");
    BOOST_CHECK_EQUAL(rendered("{{ [1] | batch(0) }}"),
                      "t:1:10: batch: \"linecount\" is at least 1");
}

}  // namespace
}  // namespace tined::templates
