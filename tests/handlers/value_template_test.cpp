#include "handlers/value_template.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

namespace {

std::string json_of(const std::string& written, const std::string& query = "") {
    return AskedSite("routes: [{path: /, json: " + written + "}]").ask("GET /" + query).body;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(value_template)

BOOST_AUTO_TEST_CASE(constants_are_what_yaml_says) {
    BOOST_TEST(json_of("{a: 1, b: 1.5, c: true, d: ~, e: no, f: '1', g: 0640, h: [], i: {}}") ==
               R"({"a":1,"b":1.5,"c":true,"d":null,"e":"no","f":"1","g":640,"h":[],"i":{}})");
}

BOOST_AUTO_TEST_CASE(one_expression_alone_keeps_its_type_and_with_more_it_is_text) {
    BOOST_TEST(json_of("['{{ 1 + 1 }}', ' {{ 1 + 1 }}', '{{ query }}', '{{ query.x }}']") ==
               R"([2," 2",{},null])");
}

BOOST_AUTO_TEST_CASE(constants_and_expressions_stand_side_by_side_in_order) {
    BOOST_TEST(json_of("{z: 1, a: ['{{ query.q }}', {b: c}], m: ~}", "?q=%22") ==
               R"({"z":1,"a":["\"",{"b":"c"}],"m":null})");
}

BOOST_AUTO_TEST_CASE(a_comment_is_not_part_of_a_constant) {
    BOOST_TEST(json_of("'a{# not told #}b'") == "\"ab\"");
}

BOOST_AUTO_TEST_CASE(all_that_is_wrong_in_it_is_told) {
    AskedSite site("routes: [{path: /, json: {a: ['{{ x }}'], b: '{{ y }}'}}]");
    BOOST_TEST(site.problems() ==
               "tined.yaml:1:35: routes[0].json.a[0]: x: no such name here\n"
               "tined.yaml:1:50: routes[0].json.b: y: no such name here\n");
}

BOOST_AUTO_TEST_SUITE_END()
