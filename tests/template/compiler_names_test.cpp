#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(what_a_loop_sets_ends_with_the_turn) {
    BOOST_CHECK_EQUAL(rendered("{% set x = 5 %}{% for i in [1, 2] %}{{ x }}{% set x = i %}{{ x }} "
                               "{% endfor %}{{ x }}"),
                      "51 52 5");
    BOOST_CHECK_EQUAL(rendered("{% for i in [1] %}{% endfor %}[{{ i }}]"), "[]");
}

BOOST_AUTO_TEST_CASE(what_an_if_sets_stays) {
    BOOST_CHECK_EQUAL(rendered("{% if true %}{% set x = 1 %}{% endif %}{{ x }}"), "1");
    BOOST_CHECK_EQUAL(rendered("{% for i in [0, 1, 0] %}{% if i %}{% set x = 'y' %}{% endif %}"
                               "{{ x }};{% endfor %}",
                               R"({"x": "n"})"),
                      "n;y;n;");
}

BOOST_AUTO_TEST_CASE(with_gives_its_values_what_was_there_before) {
    BOOST_CHECK_EQUAL(
        rendered("{% set a = 1 %}{% with a = 2, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}"),
        "211");
}

BOOST_AUTO_TEST_CASE(a_block_set_keeps_its_escaping) {
    BOOST_CHECK_EQUAL(rendered_html("{% set x %}<b>{{ '<' }}</b>{% endset %}{{ x }}"),
                      "<b>&lt;</b>");
    BOOST_CHECK_EQUAL(rendered("{% set x | upper | trim %} a{{ 1 }} {% endset %}[{{ x }}]"),
                      "[A1]");
    BOOST_CHECK_EQUAL(rendered("{% filter upper %}a{{ 'b' }}{% endfilter %}c"), "ABc");
}

std::string free_names(std::string source) {
    World world(Sources{{"t", std::move(source)}});
    std::string all;
    for (const FreeName& name : world.environment.load("t").value()->free_names()) {
        all += name.optional ? "?" : "";
        all += name.name;
        for (const std::string& member : name.members) all += "." + member;
        all += " ";
    }
    return all;
}

BOOST_AUTO_TEST_CASE(free_names_are_told_with_the_members_asked_of_them) {
    BOOST_CHECK_EQUAL(free_names("{{ a }}{{ user.name[0].x }}{{ d['k'].l }}{{ q.getlist('x') }}"),
                      "a user.name d.k.l q.getlist ");
    BOOST_CHECK_EQUAL(free_names("{% for x in l %}{{ x.y }}{{ loop.index }}{% endfor %}"), "l ");
    BOOST_CHECK_EQUAL(free_names("{{ range(3) }}{% macro m(a) %}{{ a }}{{ b }}{% endmacro %}"),
                      "b ");
}

BOOST_AUTO_TEST_CASE(what_the_template_sets_itself_is_not_free) {
    BOOST_CHECK_EQUAL(free_names("{% set x = y %}{{ x }}"), "y ");
    BOOST_CHECK_EQUAL(free_names("{{ x }}{% set x = 1 %}"), "x ");
    BOOST_CHECK_EQUAL(
        free_names("{% if a %}{% set x = 1 %}{% else %}{% set x = 2 %}{% endif %}{{ x }}"), "a ");
    BOOST_CHECK_EQUAL(free_names("{% if a %}{% set x = 1 %}{% endif %}{{ x }}"), "a x ");
    BOOST_CHECK_EQUAL(free_names("{% set x = 1 %}{% block b %}{{ x }}{{ y }}{% endblock %}"), "y ");
}

BOOST_AUTO_TEST_CASE(names_that_are_only_asked_after_are_optional) {
    BOOST_CHECK_EQUAL(free_names("{{ a is defined }}{{ b.c | default(1) }}{{ d }}"), "?a ?b.c d ");
}

BOOST_AUTO_TEST_CASE(free_names_are_also_those_of_included_and_extended_templates) {
    World world(Sources{{"base", "{{ title }}{% block b %}{{ user.id }}{% endblock %}"},
                        {"part", "{{ x }}{{ y }}"},
                        {"t",
                         "{% extends 'base' %}{% set title = 1 %}{% block b %}{% for x in l %}"
                         "{% include 'part' %}{% endfor %}{% endblock %}"}});
    std::string all;
    for (const FreeName& name : world.environment.load("t").value()->free_names()) {
        all += name.file + ":" + name.name + " ";
    }
    BOOST_CHECK_EQUAL(all, "t:l base:user part:y ");
}

}  // namespace
}  // namespace tined::templates
