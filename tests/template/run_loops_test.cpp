#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(loops_go_over_lists_maps_and_texts) {
    BOOST_CHECK_EQUAL(rendered("{% for x in [1, 2] %}{{ x }},{% endfor %}"), "1,2,");
    BOOST_CHECK_EQUAL(rendered("{% for k in {'a': 1, 'b': 2} %}{{ k }}{% endfor %}"), "ab");
    BOOST_CHECK_EQUAL(rendered("{% for c in 'aäb' %}{{ c }}.{% endfor %}"), "a.ä.b.");
    BOOST_CHECK_EQUAL(
        rendered("{% for a, (b, c) in [(1, (2, 3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}"), "123");
    BOOST_CHECK_EQUAL(rendered("{% for x in none %}{% endfor %}"), "t:1:13: null is not iterable");
}

BOOST_AUTO_TEST_CASE(else_is_for_loops_without_a_turn) {
    const char* const source = "{% for x in l %}{{ x }}{% else %}none{% endfor %}";
    BOOST_CHECK_EQUAL(rendered(source), "none");
    BOOST_CHECK_EQUAL(rendered(source, R"({"l": [1]})"), "1");
}

BOOST_AUTO_TEST_CASE(a_loop_knows_where_it_is) {
    BOOST_CHECK_EQUAL(
        rendered(
            "{% for x in 'abc' %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}"
            "{{ loop.revindex0 }}{{ loop.length }}{{ loop.first }}{{ loop.last }};{% endfor %}"),
        "10323TrueFalse;21213FalseFalse;32103FalseTrue;");
    BOOST_CHECK_EQUAL(
        rendered("{% for x in 'abc' %}{{ loop.previtem }}{{ loop.nextitem }};{% endfor %}"),
        "b;ac;b;");
    BOOST_CHECK_EQUAL(rendered("{% for x in 'abc' %}{{ loop.cycle('-', '+') }}{% endfor %}"),
                      "-+-");
    BOOST_CHECK_EQUAL(rendered("{% for x in 'aab' %}{{ loop.changed(x) }}{% endfor %}"),
                      "TrueFalseTrue");
    BOOST_CHECK_EQUAL(rendered("{% for x in 'a' %}{{ loop.indx }}{% endfor %}"),
                      "t:1:27: `loop` has no \"indx\"; did you mean \"index\"?");
}

BOOST_AUTO_TEST_CASE(an_outer_loop_can_be_kept_by_a_name) {
    BOOST_CHECK_EQUAL(rendered("{% for x in 'ab' %}{% set outer = loop %}{% for y in 'cd' %}"
                               "{{ outer.index }}{{ loop.index }} {% endfor %}{% endfor %}"),
                      "11 12 21 22 ");
}

BOOST_AUTO_TEST_CASE(a_condition_picks_the_items_before_they_are_counted) {
    BOOST_CHECK_EQUAL(rendered("{% for x in range(6) if x is odd %}{{ loop.index }}/"
                               "{{ loop.length }}:{{ x }} {% endfor %}"),
                      "1/3:1 2/3:3 3/3:5 ");
    BOOST_CHECK_EQUAL(rendered("{% for x in [1] if x > 1 %}x{% else %}none{% endfor %}"), "none");
    BOOST_CHECK_EQUAL(rendered("{% for x in [1] if loop.index %}{% endfor %}"),
                      "t:1:25: 'loop' is undefined");
}

BOOST_AUTO_TEST_CASE(a_recursive_loop_goes_down_a_tree) {
    const char* const tree = R"({"t": [{"n": 1, "c": [{"n": 2, "c": [{"n": 3}]}]}, {"n": 4}]})";
    BOOST_CHECK_EQUAL(rendered("{% for x in t recursive %}{{ loop.depth }}:{{ x.n }}"
                               "{% if x.c %}({{ loop(x.c) }}){% endif %}{{ x.n }} {% endfor %}",
                               tree),
                      "1:1(2:2(3:33 )2 )1 1:44 ");
    BOOST_CHECK_EQUAL(rendered("{% for x in [1] %}{{ loop([1]) }}{% endfor %}"),
                      "t:1:26: loop(..) is for loops that say `recursive`");
    BOOST_CHECK_EQUAL(rendered("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}"),
                      "t:1:36: loop(..) goes deeper than 100 levels (templates.bounds.depth)");
}

}  // namespace
}  // namespace tined::templates
