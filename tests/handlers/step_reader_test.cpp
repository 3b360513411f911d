#include "handlers/step_reader.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

BOOST_AUTO_TEST_SUITE(step_reader)

BOOST_AUTO_TEST_CASE(a_fault_in_a_text_of_several_lines_is_told_at_its_line) {
    AskedSite site(
        "routes:\n"
        "  - path: /\n"
        "    text: |\n"
        "      first\n"
        "      {{ second }}\n");
    BOOST_TEST(site.problems().starts_with("tined.yaml:5:"), site.problems());
}

BOOST_AUTO_TEST_CASE(a_text_that_does_not_compile_is_a_problem_at_its_place) {
    AskedSite site("routes: [{path: /, text: 'a {{ 1 + }}'}]");
    BOOST_TEST(site.problems().starts_with("tined.yaml:1:"), site.problems());
    BOOST_TEST(site.problems().find("routes[0].text: ") != std::string::npos, site.problems());
}

BOOST_AUTO_TEST_CASE(functions_and_names_of_the_language_are_no_unknown_names) {
    AskedSite site(
        "routes: [{path: /, text: '{% for i in range(2) %}{{ loop.index }}{% endfor %}"
        "{% set x = 3 %}{{ x }}{{ none }}'}]");
    BOOST_TEST(site.ask("GET /").body == "123None");
}

BOOST_AUTO_TEST_SUITE_END()
