#include "template/error.hpp"

#include <boost/test/unit_test.hpp>

#include "base/text.hpp"
#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

std::string shown(const Error& error) { return base::join(lines_of(error), "\n"); }

Error error_of(Sources sources, std::string_view name) {
    World world(std::move(sources));
    const auto loaded = world.environment.load(name);
    if (!loaded) return loaded.error();
    std::string out;
    return (*loaded)->render(JsonNames(world.symbols, "{}"), out).error();
}

BOOST_AUTO_TEST_CASE(an_error_is_told_with_its_place) {
    BOOST_CHECK_EQUAL(to_string(Error{"a.html", {3, 14}, "wrong"}), "a.html:3:14: wrong");
    BOOST_CHECK_EQUAL(to_string(Error{"a.html", {0, 0}, "wrong"}), "a.html: wrong");
}

BOOST_AUTO_TEST_CASE(an_error_shows_its_line_with_a_caret) {
    BOOST_CHECK_EQUAL(shown(error_of({{"t", "one\n\tä {{ x | uper }}\n"}}, "t")),
                      "t:2:11: no filter named \"uper\"; did you mean \"upper\"?\n"
                      "    \tä {{ x | uper }}\n"
                      "    \t         ^");
    BOOST_CHECK_EQUAL(shown(error_of({{"t", "one\n{{ 1 // 0 }}"}}, "t")),
                      "t:2:6: division by zero\n    {{ 1 // 0 }}\n         ^");
}

BOOST_AUTO_TEST_CASE(of_a_long_line_the_part_around_the_place_is_shown) {
    std::string source(300, 'a');
    source += "{{ 1 // 0 }}";
    source.append(300, 'b');
    const Error error = error_of({{"t", source}}, "t");
    BOOST_CHECK_EQUAL(error.place.column, 306);
    BOOST_CHECK_EQUAL(error.excerpt.size(), 120);
    BOOST_CHECK_EQUAL(error.excerpt.substr(static_cast<std::size_t>(error.caret) - 1, 4), "// 0");
}

BOOST_AUTO_TEST_CASE(a_text_within_another_file_shows_its_own_line) {
    Symbols symbols;
    Environment environment(symbols, {});
    const auto text = environment.compile_text("a\n{{ x", {"f.yaml", 7, 11, 4}, no_escaping());
    BOOST_REQUIRE(!text);
    BOOST_CHECK_EQUAL(shown(text.error()),
                      "f.yaml:8:5: this {{ is not closed by }}\n    {{ x\n    ^");
}

BOOST_AUTO_TEST_CASE(each_kind_of_step_has_words_of_its_own) {
    BOOST_CHECK_EQUAL(words_of(Step::Via::include), "included at");
    BOOST_CHECK_EQUAL(words_of(Step::Via::import), "imported at");
    BOOST_CHECK_EQUAL(words_of(Step::Via::extends), "extended at");
    BOOST_CHECK_EQUAL(words_of(Step::Via::block), "in the block at");
    BOOST_CHECK_EQUAL(words_of(Step::Via::macro), "called at");
}

BOOST_AUTO_TEST_CASE(the_chain_that_led_to_an_error_at_loading_is_told) {
    const Sources sources = {{"page", "{% extends 'base' %}"},
                             {"base", "\n{% include 'part' %}"},
                             {"part", "{% include 'none' %}"},
                             {"other", "\n{% import 'wrong' as x %}"},
                             {"wrong", "{{"}};
    BOOST_CHECK_EQUAL(to_string(error_of(sources, "page")),
                      "part:1:12: there is no template \"none\" "
                      "(included at base:2:12, extended at page:1:12)");
    BOOST_CHECK_EQUAL(shown(error_of(sources, "other")),
                      "wrong:1:1: this {{ is not closed by }}\n    {{\n    ^\n"
                      "    imported at other:2:11");
}

BOOST_AUTO_TEST_CASE(the_chain_that_led_to_an_error_at_rendering_is_told) {
    const Sources sources = {
        {"page", "{% extends 'base' %}{% block b %}\n{% include 'part' %}{% endblock %}"},
        {"base", "\n {% block b %}{% endblock %}"},
        {"part", "{% macro m() %}{{ 1 // 0 }}{% endmacro %}\n{{ m() }}"},
        {"late", "{% include 'wro' ~ 'ng' %}"},
        {"wrong", "{{"}};
    BOOST_CHECK_EQUAL(to_string(error_of(sources, "page")),
                      "part:1:21: division by zero (called at part:2:4, included at page:2:12, "
                      "in the block at base:2:5, extended at page:1:12)");
    BOOST_CHECK_EQUAL(to_string(error_of(sources, "late")),
                      "wrong:1:1: this {{ is not closed by }} (included at late:1:18)");
}

}  // namespace
}  // namespace tined::templates
