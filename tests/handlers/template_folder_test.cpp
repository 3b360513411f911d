#include "handlers/template_folder.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;
using tined::tests::TemporaryFolder;

BOOST_AUTO_TEST_SUITE(template_folder)

BOOST_AUTO_TEST_CASE(settings_and_globals_hold_for_its_templates) {
    const auto folder = std::make_shared<TemporaryFolder>();
    folder->write("t/a.txt", "{% if true %}\n{% endif %}{{ brand.name }}\n");
    AskedSite site(folder,
                   "templates: {folder: t, globals: {brand: {name: tined}}, trim_blocks: true, "
                   "keep_trailing_newline: true}\n"
                   "routes: [{path: /, template: a.txt}]\n");
    BOOST_TEST(site.ask("GET /").body == "tined\n");
}

BOOST_AUTO_TEST_CASE(strict_makes_what_is_not_there_a_500) {
    const auto folder = std::make_shared<TemporaryFolder>();
    folder->write("t/a.html", "[{{ query.x }}]");
    const std::string routes = "routes: [{path: /, template: a.html}]\n";
    BOOST_TEST(AskedSite(folder, "templates: t\n" + routes).ask("GET /").body == "[]");
    BOOST_TEST(
        AskedSite(folder, "templates: {folder: t, strict: true}\n" + routes).ask("GET /").status ==
        500);
}

BOOST_AUTO_TEST_CASE(bounds_end_what_would_not_end) {
    const auto folder = std::make_shared<TemporaryFolder>();
    folder->write("t/a.html", "{% for i in range(query.n | int) %}x{% endfor %}");
    AskedSite site(folder,
                   "templates: {folder: t, bounds: {loops: 10}}\n"
                   "routes: [{path: /, template: a.html}]\n");
    BOOST_TEST(site.ask("GET /?n=5").body == "xxxxx");
    BOOST_TEST(site.ask("GET /?n=500").status == 500);
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_missing_or_not_there_is_told_once) {
    AskedSite missing("templates: {trim_blocks: true}\nroutes: []\n");
    BOOST_TEST(missing.problems() == "tined.yaml:1:12: templates: folder is missing\n");
    AskedSite nowhere("templates: nowhere\nroutes: [{path: /, template: a.html}]\n");
    const auto problems = nowhere.problems();
    BOOST_TEST(problems.find("nowhere") != std::string::npos, problems);
    BOOST_TEST(std::ranges::count(problems, '\n') == 1, problems);
}

BOOST_AUTO_TEST_SUITE_END()
