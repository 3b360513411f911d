#include "handlers/explanation.hpp"

#include <boost/test/unit_test.hpp>

#include "handlers/made_request.hpp"
#include "tests/handlers/asked_site.hpp"

using namespace tined;
using handlers::Explanation;
using tests::AskedSite;

namespace {

Explanation explained(AskedSite& site, std::string method, std::string url,
                      handlers::RequestWords::Fields headers = {}) {
    const auto made = handlers::MadeRequest::make(
        {std::move(method), std::move(url), std::move(headers), {}}, {});
    BOOST_TEST_REQUIRE(made.has_value());
    return handlers::explain(site.site(), site.loaded(), (*made)->request());
}

/// Without the folder of the test: "tined.yaml:3:5".
std::string short_place(const std::string& from) {
    const auto at = from.find("tined.yaml");
    return at == std::string::npos ? from : from.substr(at);
}

/// "/a: answers" of each candidate.
std::vector<std::string> verdicts(const Explanation& told) {
    std::vector<std::string> all;
    for (const auto& rival : told.rivals) all.push_back(rival.path + ": " + rival.why);
    return all;
}

/// "value, from" of the row of that name; "(none)" if there is none.
std::string row(const std::vector<Explanation::Row>& rows, std::string_view name) {
    for (const auto& row : rows) {
        if (row.name == name) return row.value + ", " + short_place(row.from);
    }
    return "(none)";
}

void check_verdicts(const Explanation& told, const std::vector<std::string>& expected) {
    const auto found = verdicts(told);
    BOOST_TEST(found == expected, boost::test_tools::per_element());
}

const std::string paths =
    "routes:\n"
    "  - {path: '/u/{id:int}', name: user, get: {text: a}, delete: {status: 204}}\n"
    "  - {path: '/u/{name}', text: b}\n"
    "  - {path: '/u/7', post: {text: c}}\n"
    "  - {regex: '/u.*', text: d}\n"
    "  - {path: /other, text: e}\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(explanation)

BOOST_AUTO_TEST_CASE(the_winner_is_named_with_its_place_and_every_other_says_why_it_lost) {
    AskedSite site(paths);
    const auto told = explained(site, "GET", "/u/7?a=b");
    BOOST_TEST(told.request == "GET http://localhost/u/7?a=b");
    BOOST_TEST(told.outcome == "answered by /u/{id:int}");
    BOOST_TEST(short_place(told.from) == "tined.yaml:2:44");
    BOOST_TEST(told.name == "user");
    BOOST_TEST(!told.status.has_value());
    check_verdicts(told,
                   {"/u/7: not for GET, only for POST, OPTIONS", "/u/{id:int}: answers",
                    "/u/{name}: comes after: in segment 2, {id:int} goes before {name:string}",
                    "~ /u.*: comes after: paths are tried before regular expressions"});
    BOOST_TEST(row(told.parameters, "id") == "7, int");
}

BOOST_AUTO_TEST_CASE(a_parameter_of_another_type_is_a_reason) {
    AskedSite site(paths);
    check_verdicts(explained(site, "GET", "/u/x"),
                   {"/u/{id:int}: \"x\" is no int: {id}", "/u/{name}: answers",
                    "~ /u.*: comes after: paths are tried before regular expressions"});
}

BOOST_AUTO_TEST_CASE(what_nobody_answers_is_explained_too) {
    AskedSite site(paths);
    const auto missing = explained(site, "GET", "/x");
    BOOST_TEST(missing.outcome == "404: no route has this path");
    BOOST_TEST(missing.status.value() == 404);
    BOOST_TEST(missing.rivals.empty());
    const auto refused = explained(site, "PUT", "/other");
    BOOST_TEST(refused.status.value() == 405);
    BOOST_TEST(refused.outcome == "405, with Allow: GET, HEAD, OPTIONS");
    BOOST_TEST(explained(site, "OPTIONS", "/other").status.value() == 204);
}

BOOST_AUTO_TEST_CASE(a_host_and_a_groups_ground_are_reasons) {
    AskedSite site(
        "routes:\n"
        "  - {host: a.example, path: /g/, routes: [{path: /x, text: a}]}\n"
        "  - {path: /h/, routes: [{path: /x, text: b}]}\n"
        "  - {path: '/{all:path}', text: c}\n");
    check_verdicts(explained(site, "GET", "http://b.example/g/x"),
                   {"(a.example) /g/x: for the host a.example only", "/{all:path}: answers"});
    check_verdicts(
        explained(site, "GET", "http://a.example/g/x"),
        {"(a.example) /g/x: answers", "/{all:path}: lies outside the group at " +
                                          config::to_string(site.site().groups()[0].place) +
                                          ", which has this path for itself"});
    const auto missing = explained(site, "GET", "/h/y");
    BOOST_TEST(missing.status.value() == 404);
    BOOST_TEST(short_place(missing.from) == "tined.yaml:3:5");
}

BOOST_AUTO_TEST_CASE(an_expression_that_fits_outside_of_its_group_is_told_as_such) {
    AskedSite site("routes: [{path: /g, routes: [{regex: '/q[0-9]+', text: a}]}]\n");
    const auto found = verdicts(explained(site, "GET", "/q1"));
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found.front().contains("/q[0-9]+: lies in the group at "));
    BOOST_TEST(found.front().ends_with("tined.yaml:1:10, which does not have this path"));
}

BOOST_AUTO_TEST_CASE(a_folder_without_the_file_loses_and_its_fallback_is_for_pages) {
    auto folder = std::make_shared<tests::TemporaryFolder>();
    folder->write("files/a.css", "a");
    folder->write("files/index.html", "index");
    AskedSite site(folder,
                   "routes:\n"
                   "  - {path: /, static: {folder: files, fallback: index.html}}\n"
                   "  - {path: '/{name:int}', text: b}\n");
    const auto told = explained(site, "GET", "/b.css");
    BOOST_TEST(told.status.value() == 404);
    check_verdicts(told, {"/: has no such file; its fallback is for a GET that accepts text/html",
                          "/{name:int}: \"b.css\" is no int: {name}"});
    BOOST_TEST(explained(site, "GET", "/a.css").outcome == "answered by /");
    const auto page = explained(site, "GET", "/b", {{"Accept", "text/html"}});
    BOOST_TEST(page.outcome == "answered by the fallback of /");
    check_verdicts(page, {"/: answers with its fallback", "/{name:int}: \"b\" is no int: {name}"});
}

BOOST_AUTO_TEST_CASE(each_value_in_force_says_where_it_comes_from) {
    AskedSite site(
        "limits: {idle_timeout: 5m, form_parts: ~}\n"
        "headers: {X-A: a, X-B: b}\n"
        "error_pages: {404: {text: x}, 5xx: {text: y}}\n"
        "before: [{when: request.query_string, error: 503}]\n"
        "routes:\n"
        "  - path: /g/\n"
        "    body_size: 1KiB\n"
        "    headers: {x-a: c, X-B: off}\n"
        "    error_pages: {4xx: {text: z}}\n"
        "    before: {when: not signed.who, error: 403}\n"
        "    routes:\n"
        "      - {path: /x, get: {text: '{{ 1 }}', headers: {X-C: d}, cache: 1h}}\n");
    const auto told = explained(site, "GET", "/g/x");
    BOOST_TEST(row(told.limits, "idle_timeout") == "5m, tined.yaml:1:24");
    BOOST_TEST(row(told.limits, "form_parts") == "1000, default");
    BOOST_TEST(row(told.limits, "header_timeout") == "10s, default");
    BOOST_TEST(row(told.limits, "body_size") == "1KiB, tined.yaml:7:16 (group /g/)");
    BOOST_TEST(row(told.headers, "x-a") == "c, tined.yaml:8:15 (group /g/)");
    BOOST_TEST(row(told.headers, "X-A") == "(none)");
    BOOST_TEST(row(told.headers, "X-B") == "(none), tined.yaml:8:23 (group /g/)");
    BOOST_TEST(row(told.headers, "X-C") == "d, tined.yaml:12:53 (the action)");
    BOOST_TEST(row(told.headers, "X-Content-Type-Options") == "nosniff, default");
    BOOST_TEST(row(told.headers, "Cache-Control") == "cache: 1h, tined.yaml:12:69 (the action)");
    BOOST_TEST_REQUIRE(told.error_pages.size() == 4U);
    BOOST_TEST(told.error_pages[0].name == "4xx");
    BOOST_TEST(told.error_pages[1].name == "404");
    BOOST_TEST(told.error_pages[2].name == "5xx");
    BOOST_TEST_REQUIRE(told.steps.size() == 3U);
    BOOST_TEST(told.steps[0].value == "when: request.query_string, error: 503");
    BOOST_TEST(short_place(told.steps[1].from) == "tined.yaml:10:13 (group /g/)");
    BOOST_TEST(told.steps[2].name == "get");
}

BOOST_AUTO_TEST_CASE(a_short_static_route_is_told_as_a_folder) {
    auto folder = std::make_shared<tests::TemporaryFolder>();
    folder->write("files/a.css", "a");
    AskedSite site(folder, "static: {/s/: files}\nroutes: []\n");
    const auto told = explained(site, "GET", "/s/a.css");
    BOOST_TEST_REQUIRE(told.steps.size() == 1U);
    BOOST_TEST(told.steps[0].value == "static: files");
}

BOOST_AUTO_TEST_CASE(text_is_for_people_and_a_value_for_programs) {
    AskedSite site(paths);
    const auto told = explained(site, "GET", "/u/7");
    const std::string text = handlers::to_text(told);
    BOOST_TEST(text.starts_with("GET http://localhost/u/7\nanswered by /u/{id:int}  "));
    BOOST_TEST(text.contains("\nCandidates, in the order in which they are tried\n"));
    const auto value = handlers::to_value(told);
    BOOST_TEST(value.member("candidates").as_list()[1].member("answers").as_boolean());
    BOOST_TEST((value.member("status").kind() == value::Kind::null));
}

BOOST_AUTO_TEST_SUITE_END()
