#include <boost/test/unit_test.hpp>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

Settings bounded() {
    Settings settings;
    settings.bounds = {.output = 1000, .loops = 50, .depth = 10};
    return settings;
}

BOOST_AUTO_TEST_CASE(the_output_is_bounded) {
    BOOST_CHECK_EQUAL(rendered("{{ 'x' * 900 }}{{ 'y' * 100 }}", "{}", bounded()),
                      std::string(900, 'x') + std::string(100, 'y'));
    BOOST_CHECK_EQUAL(rendered("{{ 'x' * 900 }}{{ 'y' * 101 }}", "{}", bounded()),
                      "t:1:19: the output is longer than 1000 bytes (templates.bounds.output)");
    BOOST_CHECK_EQUAL(
        rendered("{% set x %}{{ 'x' * 900 }}{{ 'y' * 101 }}{% endset %}", "{}", bounded()),
        "t:1:30: the output is longer than 1000 bytes (templates.bounds.output)");
}

BOOST_AUTO_TEST_CASE(loops_are_bounded_together) {
    BOOST_CHECK_EQUAL(
        rendered("{% for a in range(10) %}{% for b in range(10) %}.{% endfor %}{% endfor %}", "{}",
                 bounded()),
        "t:1:28: loops, calls and long texts take more than 50 turns together "
        "(templates.bounds.loops)");
}

BOOST_AUTO_TEST_CASE(templates_that_include_themselves_end) {
    World world(Sources{{"t", "{% include 't' %}"}}, bounded());
    BOOST_CHECK_EQUAL(world.render("t"),
                      "t:1:12: more than 10 templates, blocks and macros within each other "
                      "(templates.bounds.depth)");
}

BOOST_AUTO_TEST_CASE(values_can_not_be_hoarded) {
    BOOST_CHECK_EQUAL(
        rendered("{% set n = namespace(l=[]) %}{% for i in range(100000) %}"
                 "{% set n.l = n.l + ['x' * 10000000] %}{% endfor %}"),
        "t:1:82: the texts and lists that this template makes take more than 268435456 bytes "
        "(16 times templates.bounds.output)");
}

BOOST_AUTO_TEST_CASE(an_error_cuts_off_what_was_written) {
    World world(Sources{{"t", "abc{{ x.y }}"}});
    std::string out = "before";
    const auto done =
        world.environment.load("t").value()->render(JsonNames(world.symbols, "{}"), out);
    BOOST_CHECK(!done);
    BOOST_CHECK_EQUAL(out, "before");
}

}  // namespace
}  // namespace tined::templates
