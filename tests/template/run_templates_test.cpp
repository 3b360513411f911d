#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(a_child_fills_the_blocks_of_what_it_extends) {
    World world(
        Sources{{"base", "<{% block a %}A{% endblock %}|{% block b %}B{% endblock %}>"},
                {"mid", "{% extends 'base' %}{% block a %}mid({{ super() }}){% endblock %}"},
                {"t",
                 "{% extends 'mid' %}not seen{% block a %}t({{ super() }},"
                 "{{ super.super() }}){% endblock %}{{ nor.this }}"}});
    BOOST_CHECK_EQUAL(world.render("t"), "<t(mid(A),A)|B>");
    BOOST_CHECK_EQUAL(world.render("mid"), "<mid(A)|B>");
}

BOOST_AUTO_TEST_CASE(what_a_child_sets_its_parent_sees) {
    World world(Sources{{"base", "{{ title }}-{% block b %}{% endblock %}"},
                        {"t",
                         "{% extends 'base' %}{% set title = 'T' %}"
                         "{% block b %}{{ title }}{% endblock %}"}});
    BOOST_CHECK_EQUAL(world.render("t"), "T-T");
}

BOOST_AUTO_TEST_CASE(the_parent_can_be_computed_and_conditional) {
    World world(
        Sources{{"base", "[{% block a %}{% endblock %}]"},
                {"t", "{% if p %}{% extends p %}{% endif %}own{% block a %}x{% endblock %}"}});
    BOOST_CHECK_EQUAL(world.render("t", R"({"p": "base"})"), "[x]");
    BOOST_CHECK_EQUAL(world.render("t"), "ownx");
    BOOST_CHECK_EQUAL(world.render("t", R"({"p": "nope"})"),
                      "t:1:22: there is no template \"nope\"");
    BOOST_CHECK_EQUAL(world.render("t", R"({"p": "t"})"),
                      "t:1:22: more than 100 templates extend each other (templates.bounds.depth)");
}

BOOST_AUTO_TEST_CASE(blocks_see_the_rendering_and_not_the_loop_around_them) {
    BOOST_CHECK_EQUAL(
        rendered("{% for i in [1, 2] %}{% block b %}[{{ i }}]{% endblock %}{% endfor %}"), "[][]");
    BOOST_CHECK_EQUAL(
        rendered("{% for i in [1, 2] %}{% block b scoped %}[{{ i }}]{% endblock %}{% endfor %}"),
        "[1][2]");
    BOOST_CHECK_EQUAL(rendered("{% block b %}x{% endblock %}{{ self.b() }}{{ self.b() | upper }}"),
                      "xxX");
}

BOOST_AUTO_TEST_CASE(blocks_that_are_wrong_are_told) {
    BOOST_CHECK_EQUAL(rendered("{% block a %}{% endblock %}{% block a %}{% endblock %}"),
                      "t:1:31: the block \"a\" is there twice");
    BOOST_CHECK_EQUAL(rendered("{% block a required %}{% endblock %}"),
                      "t:1:4: the block \"a\" is required, and no template fills it");
    BOOST_CHECK_EQUAL(rendered("{% block a %}{{ super() }}{% endblock %}"),
                      "t:1:17: no template further up has the block \"a\"");
    BOOST_CHECK_EQUAL(rendered("{{ super() }}"), "t:1:9: super() is only known in a block");
    BOOST_CHECK_EQUAL(rendered("{{ self.nope() }}"), "t:1:13: there is no block \"nope\"");
}

BOOST_AUTO_TEST_CASE(an_include_sees_the_variables_where_it_stands) {
    World world(Sources{{"part", "<{{ x }}{{ loop.index }}>"},
                        {"t", "{% for x in 'ab' %}{% include 'part' %}{% endfor %}"},
                        {"u", "{% set x = 1 %}{% include 'part' without context %}"}});
    BOOST_CHECK_EQUAL(world.render("t"), "<a1><b2>");
    BOOST_CHECK_EQUAL(world.render("u", R"({"x": 2})"), "part:1:17: 'loop' is undefined");
}

BOOST_AUTO_TEST_CASE(self_has_the_blocks_as_values) {
    const std::string block = "{% block b %}x{{ n }}{% endblock %}";
    BOOST_CHECK_EQUAL(rendered(block + "{{ self.b is defined }}{{ self.c is defined }}"),
                      "xTrueFalse");
    BOOST_CHECK_EQUAL(
        rendered(block + "{% set f = self['b'] %}{{ f() }}{{ (self).b() | upper }}", R"({"n": 1})"),
        "x1x1X1");
    BOOST_CHECK_EQUAL(rendered(block + "{{ self.c }}{{ self }}", R"({"self": 1})"), "x{}");
    BOOST_CHECK_EQUAL(rendered(block + "{% set f = self.b %}{{ f(1) }}"),
                      "t:1:59: the block \"b\" takes no arguments");
    World world(
        Sources{{"base", "{% block b %}base{% endblock %}"},
                {"t",
                 "{% extends 'base' %}{% block b %}mine{% if self.b %}{% endif %}"
                 "{% endblock %}"},
                {"part", "{% block b %}part{% endblock %}{{ f() }}"},
                {"u", "{% block b %}u{% endblock %}{% set f = self.b %}{% include 'part' %}"}});
    BOOST_CHECK_EQUAL(world.render("t"), "mine");
    BOOST_CHECK_EQUAL(world.render("u"), "upartu");
}

BOOST_AUTO_TEST_CASE(an_include_sets_nothing_for_who_includes_it) {
    World world(
        Sources{{"part", "{% set x = 2 %}"}, {"t", "{% set x = 1 %}{% include 'part' %}{{ x }}"}});
    BOOST_CHECK_EQUAL(world.render("t"), "1");
}

BOOST_AUTO_TEST_CASE(the_first_of_several_names_that_is_there_is_included) {
    World world(Sources{{"b", "B"},
                        {"t", "{% include ['a', 'b'] %}"},
                        {"u", "{% include n ignore missing %}."},
                        {"v", "{% include n %}"}});
    BOOST_CHECK_EQUAL(world.render("t"), "B");
    BOOST_CHECK_EQUAL(world.render("u", R"({"n": "zz"})"), ".");
    BOOST_CHECK_EQUAL(world.render("v", R"({"n": "b"})"), "B");
    BOOST_CHECK_EQUAL(world.render("v", R"({"n": "zz"})"), "v:1:12: there is no template \"zz\"");
    BOOST_CHECK_EQUAL(world.render("v", R"({"n": 1})"),
                      "v:1:12: a template's name is text, not an integer");
    BOOST_CHECK_EQUAL(world.render("v", R"({"n": "../b"})"),
                      "v:1:12: there is no template \"../b\"; a name has no empty segments and "
                      "no . or ..");
    BOOST_CHECK_EQUAL(world.render("u", R"({"n": "../b"})"), ".");
    BOOST_CHECK_EQUAL(world.render("u", R"({"n": ["../b", "b"]})"), "B.");
}

BOOST_AUTO_TEST_CASE(each_template_is_escaped_by_its_own_name) {
    World world(
        Sources{{"part.txt", "<{{ '<' }}>"}, {"t.html", "{{ '<' }}{% include 'part.txt' %}"}});
    BOOST_CHECK_EQUAL(world.render("t.html"), "&lt;<<>");
}

BOOST_AUTO_TEST_CASE(an_import_gives_macros_and_values) {
    World world(Sources{{"lib",
                         "{% macro f(x) %}{{ x }}{{ v }}{{ y }}{% endmacro %}{% set v = 5 %}"
                         "{% set _p = 1 %}{{ 'unheard' }}"},
                        {"t", "{% import 'lib' as l %}{{ l.f(1) }}{{ l.v }}[{{ l._p }}]"},
                        {"u", "{% from 'lib' import f as g, v %}{{ g(2) }}{{ v }}"},
                        {"w", "{% from 'lib' import f with context %}{{ f(3) }}"}});
    const char* const data = R"({"y": "Y"})";
    BOOST_CHECK_EQUAL(world.render("t", data), "155[]");
    BOOST_CHECK_EQUAL(world.render("u", data), "255");
    BOOST_CHECK_EQUAL(world.render("w", data), "35Y");
}

BOOST_AUTO_TEST_CASE(autoescaping_can_be_switched_for_a_part) {
    BOOST_CHECK_EQUAL(rendered("{{ '<' }}{% autoescape true %}{{ '<' }}{% autoescape false %}"
                               "{{ '<' }}{% endautoescape %}{{ '<' }}{% endautoescape %}{{ '<' }}"),
                      "<&lt;<&lt;<");
}

}  // namespace
}  // namespace tined::templates
