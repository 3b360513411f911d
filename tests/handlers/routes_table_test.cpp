#include "handlers/routes_table.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

namespace {

std::string table_of(AskedSite& site) {
    auto table = tined::handlers::routes_table(site.site());
    // The places name the folder of the test.
    std::string plain;
    for (const auto line : tined::base::split(table, '\n')) {
        const auto place = line.rfind(' ') + 1;
        const auto slash = line.rfind('/');
        const bool has_folder = slash != std::string_view::npos && slash > place;
        plain += line.substr(0, place);
        plain += line.substr(has_folder ? slash + 1 : place);
        plain += '\n';
    }
    plain.pop_back();
    return plain;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(routes_table)

BOOST_AUTO_TEST_CASE(routes_stand_in_the_order_in_which_they_are_tried) {
    AskedSite site(
        "routes:\n"
        "  - {regex: '/r.*', text: a}\n"
        "  - {path: '/{name}', json: a}\n"
        "  - {path: '/{id:int}', json: b}\n"
        "  - {path: /literal, get: {text: c}, post: [{with: {a: 1}}, {redirect: /}]}\n");
    BOOST_TEST(table_of(site) ==
               "METHODS  PATH       ACTION    PLACE\n"
               "GET      /literal   text      tined.yaml:5\n"
               "POST     /literal   redirect  tined.yaml:5\n"
               "GET      /{id:int}  json      tined.yaml:4\n"
               "GET      /{name}    json      tined.yaml:3\n"
               "GET      ~ /r.*     text      tined.yaml:2\n");
}

BOOST_AUTO_TEST_CASE(a_route_of_a_host_says_so_and_comes_first) {
    AskedSite site(
        "routes:\n"
        "  - {path: /, any: {text: a}}\n"
        "  - {host: [a.example, '*.b.example'], path: /g/, routes: [{path: /x, text: b}]}\n");
    BOOST_TEST(table_of(site) ==
               "METHODS  PATH                           ACTION  PLACE\n"
               "GET      (a.example, *.b.example) /g/x  text    tined.yaml:3\n"
               "any      /                              text    tined.yaml:2\n");
}

BOOST_AUTO_TEST_CASE(a_site_without_routes_has_the_head_only) {
    AskedSite site("routes: []");
    BOOST_TEST(table_of(site) == "METHODS  PATH  ACTION  PLACE\n");
}

BOOST_AUTO_TEST_SUITE_END()
