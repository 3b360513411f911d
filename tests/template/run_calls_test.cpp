#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(macros_take_arguments_as_functions_of_python_do) {
    const std::string macro = "{% macro m(a, b=a ~ '!') %}{{ a }}-{{ b }}{% endmacro %}";
    BOOST_CHECK_EQUAL(rendered(macro + "{{ m(1) }} {{ m(1, 2) }} {{ m(b=3, a=4) }} {{ m() }}"),
                      "1-1! 1-2 4-3 -!");
    BOOST_CHECK_EQUAL(rendered(macro + "{{ m(1, 2, 3) }}"),
                      "t:1:60: the macro \"m\" takes at most 2 arguments");
    BOOST_CHECK_EQUAL(rendered(macro + "{{ m(c=1) }}"),
                      "t:1:60: the macro \"m\" has no parameter \"c\"");
    BOOST_CHECK_EQUAL(rendered(macro + "{{ m(1, a=2) }}"),
                      "t:1:60: the macro \"m\" is given \"a\" twice");
}

BOOST_AUTO_TEST_CASE(a_macro_that_names_them_takes_any_arguments) {
    BOOST_CHECK_EQUAL(rendered("{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}"
                               "{{ m(1, 2, x=3) }}"),
                      "1(2,){'x': 3}");
}

BOOST_AUTO_TEST_CASE(a_macro_writes_safe_text_where_it_escapes) {
    BOOST_CHECK_EQUAL(rendered_html("{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m('<') }}"),
                      "<b>&lt;</b>");
}

BOOST_AUTO_TEST_CASE(macros_call_themselves_within_bounds) {
    BOOST_CHECK_EQUAL(rendered("{% macro f(n) %}{{ n }}{% if n %}{{ f(n - 1) }}{% endif %}"
                               "{% endmacro %}{{ f(3) }}"),
                      "3210");
    BOOST_CHECK_EQUAL(rendered("{% for i in [7] %}{% macro f(n) %}{{ n }}{{ i }}{% if n %}"
                               "{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(1) }}{% endfor %}"),
                      "1707");
    BOOST_CHECK_EQUAL(rendered("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}"),
                      "t:1:19: more than 100 templates, blocks and macros within each other "
                      "(templates.bounds.depth)");
}

BOOST_AUTO_TEST_CASE(macros_see_what_their_variables_become) {
    BOOST_CHECK_EQUAL(
        rendered("{% set x = 1 %}{% macro m() %}{{ x }}{% endmacro %}{% set x = 2 %}{{ m() }}"),
        "2");
    BOOST_CHECK_EQUAL(rendered("{% macro o() %}{% set x = 1 %}{% macro i() %}{{ x }}{% endmacro %}"
                               "{% set x = 2 %}{{ i() }}{% endmacro %}{{ o() }}"),
                      "2");
}

BOOST_AUTO_TEST_CASE(a_call_block_is_the_caller_of_its_macro) {
    BOOST_CHECK_EQUAL(rendered("{% macro m(l) %}{% for x in l %}<{{ caller(x) }}>{% endfor %}"
                               "{% endmacro %}{% for y in 'ab' %}"
                               "{% call(x) m([1, 2]) %}{{ y }}{{ x }}{{ loop.index }}{% endcall %}"
                               "{% endfor %}"),
                      "<a11><a21><b12><b22>");
    BOOST_CHECK_EQUAL(
        rendered("{% macro m(caller=none) %}{{ caller is none }}{% endmacro %}{{ m() }}"), "True");
    BOOST_CHECK_EQUAL(rendered("{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}"),
                      "t:1:19: 'caller' is undefined");
    BOOST_CHECK_EQUAL(rendered("{% macro m(caller) %}{% endmacro %}"),
                      "t:1:12: the parameter \"caller\" needs a default, such as none");
}

BOOST_AUTO_TEST_CASE(what_is_given_can_be_called) {
    class Double final : public value::Callable {
    public:
        std::string_view name() const noexcept override { return "double"; }
        std::expected<value::Value, std::string> call(
            const value::Arguments& arguments) const override {
            if (arguments.positional.size() != 1) return std::unexpected("double takes one");
            return value::Value(2 * arguments.positional[0].as_integer());
        }
    };
    World world(Sources{{"t", "{{ double(21) }}"}, {"u", "{{ double() }}"}});
    world.environment.add_global("double", value::Value::callable(std::make_shared<Double>()));
    BOOST_CHECK_EQUAL(world.render("t"), "42");
    BOOST_CHECK_EQUAL(world.render("u"), "u:1:4: double takes one");
}

}  // namespace
}  // namespace tined::templates
