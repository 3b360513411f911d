// What one rendering may cost, where the cost hides: in values that share their parts.
#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

// A list that holds another twice, which holds another twice, and so on.
const std::string doubled =
    "{% macro m() %}{% endmacro %}{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(45) %}"
    "{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}";

const Settings small = {.bounds = {.output = 1 << 20}};

BOOST_AUTO_TEST_CASE(values_that_share_parts_are_printed_within_bounds) {
    BOOST_CHECK(rendered(doubled + "{{ ns.a }}", "{}", small)
                    .ends_with("longer than 1048576 bytes (templates.bounds.output)"));
    BOOST_CHECK(
        rendered(doubled + "{{ ns.a | tojson }}", "{}", small)
            .ends_with(
                "tojson: the text would be longer than 1048576 bytes (templates.bounds.output)"));
    BOOST_CHECK(
        rendered(doubled + "{{ ns.a | pprint }}", "{}", small)
            .ends_with(
                "pprint: the text would be longer than 1048576 bytes (templates.bounds.output)"));
}

BOOST_AUTO_TEST_CASE(values_that_share_parts_are_compared_within_bounds) {
    BOOST_CHECK_EQUAL(rendered(doubled + "{{ ns.a == ns.a }}{{ ns.a == ns.b }}"), "TrueFalse");
    BOOST_CHECK_EQUAL(rendered(doubled + "{{ [ns.a, ns.b] | unique | list | length }}"), "2");
}

BOOST_AUTO_TEST_CASE(what_holds_itself_a_hundred_thousand_deep_goes_away) {
    for (const char* const made :
         {"namespace(x=ns.x)", "cycler(ns.x)", "[namespace(x=ns.x)]", "{'k': cycler(ns.x)}"}) {
        BOOST_CHECK_EQUAL(
            rendered("{% set ns = namespace() %}{% for i in range(100000) %}{% set ns.x = " +
                     std::string(made) + " %}{% endfor %}done"),
            "done");
    }
    BOOST_CHECK_EQUAL(rendered("{% set ns = namespace() %}{% for i in range(100000) %}"
                               "{% for l in [ns.x, 1] %}{% set ns.x = loop %}{% break %}"
                               "{% endfor %}{% endfor %}done"),
                      "done");
}

const Settings few_turns = {.bounds = {.loops = 1000}};
const std::string too_many_turns =
    "loops, calls and long texts take more than 1000 turns together (templates.bounds.loops)";

BOOST_AUTO_TEST_CASE(what_calls_itself_twice_takes_turns) {
    const std::string twice = "{{ a(n-1) }}{{ a(n-1) }}";
    BOOST_CHECK(
        rendered("{% macro a(n) %}{% if n %}" + twice + "{% endif %}{% endmacro %}" + "{{ a(90) }}",
                 "{}", few_turns)
            .ends_with(too_many_turns));
    BOOST_CHECK(rendered("{% macro a(n) %}{% if n %}{% set x = a(n-1) ~ a(n-1) %}{% endif %}" +
                             std::string("{% endmacro %}{{ a(90) }}"),
                         "{}", few_turns)
                    .ends_with(too_many_turns));
    BOOST_CHECK(rendered("{% for x in [1, 2] recursive %}{% if loop.depth < 90 %}"
                         "{{ loop([1, 2]) }}{% endif %}{% endfor %}",
                         "{}", few_turns)
                    .ends_with(too_many_turns));
}

// t0 has the next twice, that one the next twice, and so on to t30.
std::string rendered_doubling(const std::string& first, const std::string& second) {
    Sources sources;
    for (int i = 0; i < 30; ++i) {
        const std::string next = "'t" + std::to_string(i + 1) + "'";
        sources["t" + std::to_string(i)] = first + next + second + first + next + second;
    }
    sources["t30"] = "";
    return World(std::move(sources), few_turns).render("t0");
}

BOOST_AUTO_TEST_CASE(templates_that_have_the_next_twice_take_turns) {
    BOOST_CHECK(rendered_doubling("{% include ", " %}").ends_with(too_many_turns));
    BOOST_CHECK(rendered_doubling("{% import ", " as m %}").ends_with(too_many_turns));
}

BOOST_AUTO_TEST_CASE(blocks_that_have_the_parents_twice_take_turns) {
    Sources sources;
    for (int i = 0; i < 30; ++i) {
        sources["t" + std::to_string(i)] =
            "{% extends 't" + std::to_string(i + 1) +
            "' %}{% block b %}{{ super() }}{{ super() }}{% endblock %}";
    }
    sources["t30"] = "{% block b %}{% endblock %}";
    BOOST_CHECK(World(std::move(sources), few_turns).render("t0").ends_with(too_many_turns));
    BOOST_CHECK(rendered("{% block a %}{% endblock %}{% for i in range(600) %}{{ self.a() }}"
                         "{% endfor %}",
                         "{}", few_turns)
                    .ends_with(too_many_turns));
}

BOOST_AUTO_TEST_CASE(a_turn_that_reads_much_counts_for_more) {
    const std::string setup = "{% set s = 'a' * 25600 %}{% set l = range(1600) %}";
    for (const char* const reads :
         {"s.find('b')", "'b' in s", "s|upper|length", "s|length", "s[1:2]", "s[-1]", "s == s ~ ''",
          "s in [s ~ '']", "[s]|sort", "[s, s]|unique", "[s]|map('upper')", "[s]|select('in', s)",
          "(s[:8000])|wordwrap(999)", "l|sort", "l|sum", "1 in l", "l.count(1)", "l|batch(4)",
          "l|join"}) {
        BOOST_TEST_CONTEXT(reads) {
            const std::string body = "{% if " + std::string(reads) + " %}{% endif %}";
            BOOST_CHECK(rendered(setup + "{% for i in range(20) %}" + body + "{% endfor %}", "{}",
                                 few_turns)
                            .ends_with(too_many_turns));
            BOOST_CHECK_EQUAL(rendered(setup + body, "{}", few_turns), "");
        }
    }
}

BOOST_AUTO_TEST_CASE(texts_within_lists_and_maps_are_compared_on_the_meters_account) {
    const std::string setup =
        "{% set s = 'a' * 25600 %}{% set t = s ~ '' %}"
        "{% set a = [s] * 100 %}{% set b = [t] * 100 %}{% set m = {'k': b} %}";
    for (const char* const reads :
         {"a == b", "a != b", "a < b", "a in [b]", "[b].count(a)", "[b].index(a)", "a is eq(b)",
          "{'k': a} == m", "a is sameas(b)", "[a, b]|sort", "[a, b]|max"}) {
        BOOST_TEST_CONTEXT(reads) {
            const std::string body = "{% if " + std::string(reads) + " %}{% endif %}";
            BOOST_CHECK(rendered(setup + body, "{}", few_turns).ends_with(too_many_turns));
        }
    }
    BOOST_CHECK_EQUAL(rendered(setup + "{{ a == a }}{{ a == b[1:] }}{{ a[:2] == b[:2] }}"
                                       "{{ [1, s] == [2, t] }}{{ a[:2] < b[:3] }}",
                               "{}", few_turns),
                      "TrueFalseTrueFalseTrue");
}

BOOST_AUTO_TEST_CASE(short_texts_and_single_elements_are_read_for_nothing) {
    BOOST_CHECK_EQUAL(rendered("{% set s = 'a' * 255 %}{% set l = range(900) %}"
                               "{% for i in l %}{% if s.find('b') and s|upper and 'b' in s and "
                               "l|first and l|last and l|length and l[7] %}{% endif %}{% endfor %}",
                               "{}", few_turns),
                      "");
}

BOOST_AUTO_TEST_CASE(a_text_of_many_characters_is_made_no_list_of) {
    const std::string s = "{% set s = 'a' * 5000 %}";
    for (const char* const made : {"s|list", "s|sort", "s|batch(1)", "s|unique", "s|join(',')",
                                   "s|slice(2)", "s|map('upper')", "s|min"}) {
        BOOST_TEST_CONTEXT(made) {
            BOOST_CHECK(rendered(s + "{{ " + made + " }}", "{}", few_turns)
                            .ends_with("the list would have more than 1000 elements "
                                       "(templates.bounds.loops)"));
        }
    }
    BOOST_CHECK(rendered(s + "{% for c in s %}{% endfor %}", "{}", few_turns)
                    .ends_with("more than 1000 elements (templates.bounds.loops)"));
    BOOST_CHECK(rendered(s + "{{ s|wordwrap(1) }}", "{}", few_turns)
                    .ends_with("more than 1000 elements (templates.bounds.loops)"));
    BOOST_CHECK(rendered("{{ ('a ' * 2000).split() }}", "{}", few_turns)
                    .ends_with("more than 1000 elements (templates.bounds.loops)"));
    BOOST_CHECK(rendered("{{ ('a ' * 2000).rsplit() }}", "{}", few_turns)
                    .ends_with("more than 1000 elements (templates.bounds.loops)"));
    BOOST_CHECK_EQUAL(rendered(s + "{{ s|first }}{{ s|last }}{{ s|random }}{{ s|reverse == s }}",
                               "{}", few_turns),
                      "aaaTrue");
}

BOOST_AUTO_TEST_CASE(a_bound_that_is_met_is_named_as_the_settings_name_it) {
    BOOST_CHECK(rendered("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}")
                    .ends_with("within each other (templates.bounds.depth)"));
    BOOST_CHECK(rendered("{% for i in range(9) %}{% endfor %}", "{}", {.bounds = {.loops = 8}})
                    .ends_with("more than 8 turns together (templates.bounds.loops)"));
    BOOST_CHECK(rendered("{{ x }}a", R"({"x": "aa"})", {.bounds = {.output = 2}})
                    .ends_with("longer than 2 bytes (templates.bounds.output)"));
    BOOST_CHECK(rendered("{{ 'a' * 9 }}", "{}", {.bounds = {.output = 2}})
                    .ends_with("longer than 2 bytes (templates.bounds.output)"));
}

}  // namespace
}  // namespace tined::templates
