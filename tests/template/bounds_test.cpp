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
    BOOST_CHECK(
        rendered(doubled + "{{ ns.a }}", "{}", small).ends_with("longer than 1048576 bytes"));
    BOOST_CHECK(rendered(doubled + "{{ ns.a | tojson }}", "{}", small)
                    .ends_with("tojson: the text would be longer than 1048576 bytes"));
    BOOST_CHECK(rendered(doubled + "{{ ns.a | pprint }}", "{}", small)
                    .ends_with("pprint: the text would be longer than 1048576 bytes"));
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

}  // namespace
}  // namespace tined::templates
