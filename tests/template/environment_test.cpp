#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

BOOST_AUTO_TEST_CASE(a_template_is_compiled_once) {
    World world(Sources{{"t", "x"}});
    BOOST_CHECK_EQUAL(world.environment.load("t").value(), world.environment.load("t").value());
}

BOOST_AUTO_TEST_CASE(what_a_template_names_by_a_constant_is_missed_when_it_is_loaded) {
    World world(Sources{{"t", "\n  {% include 'nope' %}"},
                        {"u", "{% extends 't' %}"},
                        {"v", "{% include 'nope' ignore missing %}v"},
                        {"w", "{% import 'bad' as x %}"},
                        {"bad", "{{ }}"}});
    BOOST_CHECK_EQUAL(world.render("t"), "t:2:14: there is no template \"nope\"");
    BOOST_CHECK_EQUAL(world.render("u"), "t:2:14: there is no template \"nope\"");
    BOOST_CHECK_EQUAL(world.render("v"), "v");
    BOOST_CHECK_EQUAL(world.render("w"),
                      "bad:1:4: expected an expression, found the end of the {{ }}");
    BOOST_CHECK_EQUAL(world.render("x"), "x: there is no such template");
}

BOOST_AUTO_TEST_CASE(a_template_that_extends_itself_in_the_end_is_refused) {
    World world(Sources{{"a", "{% extends 'b' %}"}, {"b", "{% extends 'a' %}"}});
    BOOST_CHECK_EQUAL(world.render("a"), "a:1:12: this template extends itself in the end");
}

BOOST_AUTO_TEST_CASE(names_that_could_leave_a_folder_are_refused) {
    World world;
    for (const std::string_view name :
         {"../x", "/etc/passwd", "a/../../x", "a//b", "", "./a", "a/"}) {
        const auto loaded = world.environment.load(name);
        BOOST_REQUIRE(!loaded);
        BOOST_CHECK_EQUAL(loaded.error().message,
                          "a template's name has no empty segments and no . or ..");
    }
}

BOOST_AUTO_TEST_CASE(a_text_in_another_file_has_its_places_there) {
    World world;
    const Origin origin{.file = "site.yaml", .line = 10, .column = 8, .indent = 4};
    const auto first = world.environment.compile_text("a {{ }}", origin, no_escaping());
    BOOST_CHECK_EQUAL(to_string(first.error()),
                      "site.yaml:10:13: expected an expression, found the end of the {{ }}");
    const auto second = world.environment.compile_text("a\nb {{ }}", origin, no_escaping());
    BOOST_CHECK_EQUAL(to_string(second.error()),
                      "site.yaml:11:10: expected an expression, found the end of the {{ }}");
}

BOOST_AUTO_TEST_CASE(a_text_keeps_the_newline_at_its_end) {
    World world;
    const auto text = world.environment.compile_text("{{ 1 }}\n", {.file = "y"}, no_escaping());
    std::string out;
    BOOST_REQUIRE(text->render(JsonNames(world.symbols, "{}"), out));
    BOOST_CHECK_EQUAL(out, "1\n");
}

BOOST_AUTO_TEST_CASE(a_bare_expression_is_written_without_braces) {
    World world;
    const auto wrong = world.environment.compile_expression(" {{ a }}", {.file = "y"});
    BOOST_CHECK_EQUAL(to_string(wrong.error()),
                      "y:1:1: a bare expression is wanted, without {{ }}");
    const auto more = world.environment.compile_expression("a b", {.file = "y"});
    BOOST_CHECK_EQUAL(to_string(more.error()), "y:1:3: unexpected 'b' after the expression");
    const auto sum = world.environment.compile_expression("a + 1", {.file = "y"});
    const auto value = sum->evaluate(JsonNames(world.symbols, R"({"a": 1})"));
    BOOST_CHECK(value.value() == value::Value(2));
    BOOST_CHECK(world.environment.compile_expression("", {.file = "y"})
                    .error()
                    .message.starts_with("expected an expression"));
}

BOOST_AUTO_TEST_CASE(filters_tests_and_globals_can_be_added) {
    World world(Sources{{"t", "{{ answer | twice }}{{ 1 is one }}"}});
    world.environment.add_global("answer", 21);
    world.environment.add_filter(
        "twice", [](const Evaluation&, const value::Arguments& arguments) -> Result {
            return value::Value(2 * arguments.positional[0].as_integer());
        });
    world.environment.add_test("one",
                               [](const Evaluation&, const value::Arguments& arguments) -> Result {
                                   return value::Value(arguments.positional[0] == value::Value(1));
                               });
    BOOST_CHECK_EQUAL(world.render("t"), "42True");
}

}  // namespace
}  // namespace tined::templates
