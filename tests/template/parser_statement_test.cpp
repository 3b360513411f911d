#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(if_takes_the_first_branch_that_holds) {
    const char* const source = "{% if a %}A{% elif b %}B{% else %}C{% endif %}";
    BOOST_CHECK_EQUAL(rendered(source, R"({"a": 1, "b": 1})"), "A");
    BOOST_CHECK_EQUAL(rendered(source, R"({"b": 1})"), "B");
    BOOST_CHECK_EQUAL(rendered(source), "C");
}

BOOST_AUTO_TEST_CASE(an_unknown_statement_is_told_with_what_may_be_meant) {
    BOOST_CHECK_EQUAL(rendered("{% fro x in y %}"),
                      "t:1:4: unknown statement \"fro\"; did you mean \"for\"?");
    BOOST_CHECK_EQUAL(rendered("{% endif %}"), "t:1:4: {% endif %} ends nothing that is open here");
    BOOST_CHECK_EQUAL(rendered("{% %}"), "t:1:4: expected a statement, found the end of the {% %}");
}

BOOST_AUTO_TEST_CASE(a_block_that_is_not_ended_is_told) {
    BOOST_CHECK_EQUAL(rendered("{% if a %}x"), "t:1:12: {% endif %} is missing");
    BOOST_CHECK_EQUAL(rendered("{% for a in b %}{% endif %}"),
                      "t:1:20: {% endif %} ends nothing that is open here");
    BOOST_CHECK_EQUAL(rendered("{% block a %}{% endblock b %}"),
                      "t:1:26: {% endblock b %} ends the block \"a\"");
}

BOOST_AUTO_TEST_CASE(names_of_constants_are_not_assigned_to) {
    BOOST_CHECK_EQUAL(rendered("{% set true = 1 %}"), "t:1:8: \"true\" can't be assigned to");
    BOOST_CHECK_EQUAL(rendered("{% for loop in x %}{% endfor %}"),
                      "t:1:8: \"loop\" can't be assigned to");
}

BOOST_AUTO_TEST_CASE(a_block_name_with_a_hyphen_gets_its_mend) {
    BOOST_CHECK_EQUAL(rendered("{% block a-b %}{% endblock %}"),
                      "t:1:11: a block's name can't have a hyphen in it: write an underscore");
}

BOOST_AUTO_TEST_CASE(only_an_empty_block_can_be_required) {
    BOOST_CHECK_EQUAL(rendered("{% block a required %}x{% endblock %}"),
                      "t:1:21: a required block must be empty");
}

BOOST_AUTO_TEST_CASE(several_names_can_be_set_at_once) {
    BOOST_CHECK_EQUAL(rendered("{% set a, b = 1, 2 %}{{ a }}{{ b }}"), "12");
    BOOST_CHECK_EQUAL(rendered("{% set (a, (b, c)) = 1, (2, 3) %}{{ a }}{{ b }}{{ c }}"), "123");
    BOOST_CHECK_EQUAL(rendered("{% set a, b = [1] %}"),
                      "t:1:8: 2 names are wanted here, and there are 1 values");
}

}  // namespace
}  // namespace tined::templates
