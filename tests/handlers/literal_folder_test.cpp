#include "handlers/literal_folder.hpp"

#include <boost/test/unit_test.hpp>

#include "template/environment.hpp"
#include "tests/handlers/asked_site.hpp"

using namespace tined;
using handlers::stays_in;

namespace {

std::string folder_of(std::string_view name) {
    templates::Symbols symbols;
    templates::Environment environment(symbols, {});
    const auto compiled = environment.compile_text(name, {}, templates::no_escaping());
    BOOST_TEST_REQUIRE(compiled.has_value());
    return handlers::literal_folder(*compiled);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(literal_folder)

BOOST_AUTO_TEST_CASE(all_folders_before_the_expression_are_literal) {
    BOOST_TEST(folder_of("pages/{{ x }}.html") == "pages/");
    BOOST_TEST(folder_of("pages/a/{{ x }}") == "pages/a/");
    BOOST_TEST(folder_of("/srv/a/b{{ x }}/c") == "/srv/a/");
    BOOST_TEST(folder_of("pages{{ x }}/a") == "");
    BOOST_TEST(folder_of("/{{ x }}") == "");
    BOOST_TEST(folder_of("{{ x }}/a") == "");
}

BOOST_AUTO_TEST_CASE(a_name_below_the_folder_stays_in_it) {
    BOOST_TEST(stays_in("pages/", "pages/a"));
    BOOST_TEST(stays_in("pages/", "pages/a/b..c/...d"));
}

BOOST_AUTO_TEST_CASE(a_name_that_could_leave_does_not) {
    using namespace std::string_view_literals;
    for (const auto name :
         {"pages/"sv, "pages"sv, "other/a"sv, "pages/../a"sv, "pages/a/.."sv, "pages/./a"sv,
          "pages//etc/passwd"sv, "pages/a/"sv, "pages/..\\a"sv, "pages/a\0b"sv, ""sv}) {
        BOOST_TEST(!stays_in("pages/", name), name);
    }
}

BOOST_AUTO_TEST_CASE(a_name_without_a_literal_folder_is_a_problem) {
    tests::AskedSite site("routes: [{path: /, file: '{{ query.p }}'}]");
    BOOST_TEST(site.problems() ==
               "tined.yaml:1:26: routes[0].file: with an expression in it the first folder must be "
               "literal, as in pages/{{ x }}\n");
}

BOOST_AUTO_TEST_SUITE_END()
