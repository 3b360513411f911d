#include "handlers/site_reader.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

BOOST_AUTO_TEST_SUITE(site_reader)

BOOST_AUTO_TEST_CASE(paths_of_groups_are_joined_and_their_parameters_known) {
    AskedSite site(
        "routes:\n"
        "  - path: '/u/{id:int}/'\n"
        "    before: [{with: {who: '{{ params.id }}'}}]\n"
        "    routes: [{path: /posts, text: '{{ who }} {{ params.id }}'}]\n");
    BOOST_TEST(site.ask("GET /u/7/posts").body == "7 7");
    BOOST_TEST(site.ask("GET /u/x/posts").status == 404);
}

BOOST_AUTO_TEST_CASE(static_prefixes_of_a_group_are_below_its_path) {
    const auto folder = std::make_shared<tined::tests::TemporaryFolder>();
    folder->write("s/a.txt", "a");
    AskedSite site(folder, "routes: [{path: /g/, static: {/s/: s}, routes: []}]");
    BOOST_TEST(site.ask("GET /g/s/a.txt").body == "a");
    BOOST_TEST(site.ask("GET /s/a.txt").status == 404);
}

BOOST_AUTO_TEST_CASE(two_routes_of_one_name_are_a_problem_that_tells_the_other) {
    AskedSite site("routes:\n  - {path: /a, name: n, text: a}\n  - {path: /b, name: n, text: b}\n");
    BOOST_TEST(site.problems() ==
               "tined.yaml:3:5: routes[1]: the route at tined.yaml:2:5 has the name \"n\" "
               "already\n");
}

BOOST_AUTO_TEST_CASE(a_wrong_path_of_a_group_is_told_once) {
    AskedSite site("routes: [{path: '/{a:nothing}/', routes: [{path: /, text: a}]}]");
    const auto problems = site.problems();
    BOOST_TEST(std::ranges::count(problems, '\n') == 1, problems);
    BOOST_TEST(problems.find("routes[0].path") != std::string::npos, problems);
}

BOOST_AUTO_TEST_CASE(a_host_that_is_none_is_a_problem) {
    AskedSite site("routes: [{host: 'a b', routes: [{path: /, text: a}]}]");
    BOOST_TEST(site.problems().find("routes[0].host") != std::string::npos, site.problems());
}

BOOST_AUTO_TEST_CASE(all_problems_are_told_at_once) {
    AskedSite site(
        "routes:\n"
        "  - {path: /a, text: '{{ nobody }}'}\n"
        "  - {path: /b, txet: b}\n"
        "tests:\n"
        "  - {request: GET /}\n");
    const auto problems = site.problems();
    for (const auto* told : {"tined.yaml:2:", "tined.yaml:3:", "tined.yaml:5:"}) {
        BOOST_TEST(problems.find(told) != std::string::npos, problems);
    }
}

BOOST_AUTO_TEST_CASE(options_of_the_site_are_names) {
    AskedSite site(
        "options: {greeting: {type: string, default: hello}}\n"
        "routes: [{path: /, text: '{{ options.greeting }}'}]\n");
    BOOST_TEST(site.ask("GET /").body == "hello");
    AskedSite wrong(
        "options: {a: {type: int, default: 1}}\nroutes: [{path: /, text: '{{ options.b }}'}]\n");
    BOOST_TEST(wrong.problems().find("options.b: no such option") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
