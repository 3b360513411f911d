#include "handlers/exchange.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

namespace {

const std::string form = "Content-Type: application/x-www-form-urlencoded\r\n";
const std::string json = "Content-Type: application/json; charset=utf-8\r\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(exchange)

BOOST_AUTO_TEST_CASE(arguments_are_query_form_and_json_together) {
    AskedSite site("routes: [{path: /, any: {json: '{{ arguments }}'}}]");
    BOOST_TEST(site.ask("POST /?a=1", form, "b=2&a=3").body == R"({"a":"3","b":"2"})");
    BOOST_TEST(site.ask("POST /?a=1", json, R"({"a":[2],"c":null})").body ==
               R"({"a":[2],"c":null})");
    BOOST_TEST(site.ask("POST /?a=1", json, "[1]").body == R"({"a":"1"})");
}

BOOST_AUTO_TEST_CASE(a_body_is_json_by_its_type_only) {
    AskedSite site("routes: [{path: /, post: {json: '{{ request.json }}'}}]");
    BOOST_TEST(site.ask("POST /", "Content-Type: application/problem+json\r\n", "[1]").body ==
               "[1]");
    BOOST_TEST(site.ask("POST /", "Content-Type: APPLICATION/JSON\r\n", "[1]").body == "[1]");
    BOOST_TEST(site.ask("POST /", "Content-Type: text/plain\r\n", "[1]").body == "null");
    BOOST_TEST(site.ask("POST /", "Content-Type: +json\r\n", "[").body == "null");
}

BOOST_AUTO_TEST_CASE(the_whole_request_has_its_json_too) {
    AskedSite site("routes: [{path: /, post: {json: '{{ (request | items | list)[-3] }}'}}]");
    BOOST_TEST(site.ask("POST /", json, "[7]").body == R"(["json",[7]])");
}

BOOST_AUTO_TEST_CASE(what_is_no_utf8_in_a_form_is_replaced_and_in_a_body_is_undefined) {
    AskedSite site(
        "routes:\n"
        "  - {path: /, post: {json: {a: '{{ form.a }}', raw: '{{ request.body }}'}}}\n");
    BOOST_TEST(site.ask("POST /", form, "a=%ff").body ==
               "{\"a\":\"\xef\xbf\xbd\",\"raw\":\"a=%ff\"}");
    BOOST_TEST(site.ask("POST /", "", "\xff").body == R"({"a":null,"raw":null})");
}

BOOST_AUTO_TEST_CASE(a_multipart_form_without_a_boundary_is_a_400) {
    AskedSite site("routes: [{path: /, post: {json: '{{ form }}'}}]");
    BOOST_TEST(site.ask("POST /", "Content-Type: multipart/form-data\r\n", "x").status == 400);
}

BOOST_AUTO_TEST_CASE(a_form_of_too_many_parts_is_a_413) {
    AskedSite site("limits: {form_parts: 2}\nroutes: [{path: /, post: {json: '{{ form }}'}}]");
    BOOST_TEST(site.ask("POST /", form, "a=1&b=2").status == 200);
    BOOST_TEST(site.ask("POST /", form, "a=1&b=2&c=3").status == 413);
}

BOOST_AUTO_TEST_CASE(arguments_kept_by_a_step_outlive_what_later_steps_declare) {
    AskedSite site(
        "routes:\n"
        "  - path: /\n"
        "    get:\n"
        "      - {arguments: {a: int}, with: {kept: '{{ arguments }}'}}\n"
        "      - {arguments: {b: int, c: int, d: int, e: int}}\n"
        "      - {json: {a: '{{ kept.a }}', e: '{{ arguments.e }}'}}\n");
    BOOST_TEST(site.ask("GET /?a=1&b=2&c=3&d=4&e=5").body == R"({"a":1,"e":5})");
}

BOOST_AUTO_TEST_CASE(params_of_a_request_that_no_route_took_are_empty) {
    AskedSite site("error_pages: {404: {json: '{{ params }}'}}\nroutes: []\n");
    BOOST_TEST(site.ask("GET /").body == "{}");
}

BOOST_AUTO_TEST_SUITE_END()
