#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

Template text(World& world, std::string_view source, const Escaper& escaper = no_escaping()) {
    return world.environment.compile_text(source, {.file = "y"}, escaper).value();
}

BOOST_AUTO_TEST_CASE(one_expression_alone_keeps_its_type) {
    World world;
    const JsonNames names(world.symbols, R"({"n": [1, 2]})");
    const Template single = text(world, "{{ n }}");
    BOOST_CHECK(single.is_single_expression());
    BOOST_CHECK(single.evaluate(names).value() == value::Value(value::List{1, 2}));
    const Template mixed = text(world, "{{ n }} ");
    BOOST_CHECK(!mixed.is_single_expression());
    BOOST_CHECK(mixed.evaluate(names).value() == value::Value("[1, 2] "));
}

BOOST_AUTO_TEST_CASE(a_name_and_members_of_it_come_to_what_they_do_in_a_page) {
    World world;
    world.environment.add_global("site", value::Value(value::Map{{"name", "Shop"}}));
    const JsonNames names(world.symbols, R"({"a": {"b": {"c": 7}, "list": [5, 6]}})");
    const auto printed = [&](std::string_view source) {
        return text(world, source).evaluate(names).value();
    };
    BOOST_CHECK(printed("{{ a.b.c }}") == value::Value(7));
    BOOST_CHECK(printed("{{ a.list.1 }}") == value::Value(6));
    BOOST_CHECK(printed("{{ site.name }}") == value::Value("Shop"));
    BOOST_CHECK_EQUAL(printed("{{ a.d }}").undefined_name(), "a.d");
    BOOST_CHECK_EQUAL(printed("{{ other }}").undefined_name(), "other");
    const auto failed = text(world, "{{ a.d.e }}").evaluate(names);
    BOOST_CHECK_EQUAL(to_string(failed.error()), "y:1:8: 'a.d' is undefined");
}

BOOST_AUTO_TEST_CASE(a_constant_is_known_to_be_one) {
    World world;
    const JsonNames names(world.symbols, "{}");
    const Template constant = text(world, "a{# b #}c");
    BOOST_CHECK(constant.is_constant());
    BOOST_CHECK_EQUAL(constant.leading_text(), "ac");
    BOOST_CHECK_EQUAL(constant.evaluate(names).value().as_text(), "ac");
    const Template other = text(world, "/x/{{ 1 }}/y");
    BOOST_CHECK(!other.is_constant());
    BOOST_CHECK_EQUAL(other.leading_text(), "/x/");
    BOOST_CHECK(text(world, "").is_constant());
}

BOOST_AUTO_TEST_CASE(the_place_decides_the_escaping_of_each_value) {
    class Upper final : public Escaper {
    public:
        std::expected<void, std::string> write(const value::Value& value,
                                               std::string& out) const override {
            if (value.print() == "bad") return std::unexpected("a bad value");
            out += "(" + std::to_string(out.size()) + value.print() + ")";
            return {};
        }
    };
    static const Upper upper;
    World world(Sources{{"part", "{{ 'p' }}"}});
    const JsonNames names(world.symbols, R"({"a": "x", "b": "bad"})");
    std::string out;
    BOOST_REQUIRE(text(world,
                       "{{ a }}-{{ a | safe }}{% include 'part' %}"
                       "{% autoescape false %}{{ a }}{% endautoescape %}"
                       "{% set s %}{{ a }}{% endset %}{{ s }}",
                       upper)
                      .render(names, out));
    BOOST_CHECK_EQUAL(out, "(0x)-x(6p)(10x)(0x)");
    const auto failed = text(world, "{{ a }}{{ b }}", upper).render(names, out);
    BOOST_CHECK_EQUAL(to_string(failed.error()), "y:1:11: a bad value");
}

}  // namespace
}  // namespace tined::templates
