#include "handlers/arguments.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

namespace {

const std::string form = "Content-Type: application/x-www-form-urlencoded\r\n";
const std::string json = "Content-Type: application/json\r\n";
const std::string as_json = "Accept: application/json\r\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(arguments)

BOOST_AUTO_TEST_CASE(what_is_declared_is_typed_and_the_rest_stays_text) {
    AskedSite site(
        "routes:\n"
        "  - path: /\n"
        "    get:\n"
        "      arguments: {page: {type: int, default: 1}, tags: [string], on: bool}\n"
        "      json: '{{ arguments }}'\n");
    BOOST_TEST(site.ask("GET /?page=7&on=yes&x=7").body == R"({"x":"7","page":7,"on":true})");
    BOOST_TEST(site.ask("GET /?tags=a&tags=b").body == R"({"page":1,"tags":["a","b"]})");
}

BOOST_AUTO_TEST_CASE(all_that_is_wrong_is_one_422_that_names_each) {
    AskedSite site(
        "routes:\n"
        "  - path: /\n"
        "    get:\n"
        "      arguments: {page: int, name: {required: true}, ok: int}\n"
        "      text: a\n");
    const auto answer = site.ask("GET /?page=x&ok=1", as_json);
    BOOST_TEST(answer.status == 422);
    BOOST_TEST(answer.body.find(R"("fields":{"page":{"code":"type","message":"must be a whole )"
                                R"(number","value":"x"},"name":{"code":"required",)"
                                R"("message":"is required","value":null}})") != std::string::npos,
               answer.body);
}

BOOST_AUTO_TEST_CASE(an_error_page_shows_the_fields_escaped) {
    AskedSite site(
        "error_pages: {422: {html: '{{ error.fields.page.code }} {{ error.fields.page.value }}'}}\n"
        "routes: [{path: /, get: {arguments: {page: int}, text: a}}]\n");
    BOOST_TEST(site.ask("GET /?page=%3Cb%3E").body == "type &lt;b&gt;");
}

BOOST_AUTO_TEST_CASE(without_in_the_method_decides_where_to_look) {
    AskedSite site(
        "routes: [{path: /, any: {arguments: {a: {type: int, required: true}}, "
        "json: '{{ arguments.a }}'}}]");
    BOOST_TEST(site.ask("GET /?a=1").body == "1");
    BOOST_TEST(site.ask("POST /?a=1", form, "a=2").body == "2");
    BOOST_TEST(site.ask("POST /?a=1", form, "b=2").status == 422);
    BOOST_TEST(site.ask("POST /", json, R"({"a":3})").body == "3");
    BOOST_TEST(site.ask("POST /", json, R"({"a":3.5})").status == 422);
}

BOOST_AUTO_TEST_CASE(each_source_is_looked_at_where_it_is_named) {
    AskedSite site(
        "routes:\n"
        "  - path: '/{id:int}'\n"
        "    post:\n"
        "      arguments:\n"
        "        id: {in: path, type: int, maximum: 9}\n"
        "        q: {in: query}\n"
        "        f: {in: form, type: int}\n"
        "        x_h: {in: header, type: int}\n"
        "        c: {in: cookie, type: int}\n"
        "      json: '{{ arguments }}'\n");
    BOOST_TEST(site.ask("POST /7?q=1&f=9", form + "X-H: 3\r\nCookie: c=4\r\n", "f=2&q=8").body ==
               R"({"id":7,"q":"1","f":2,"x_h":3,"c":4})");
    BOOST_TEST(site.ask("POST /10").status == 422);
}

BOOST_AUTO_TEST_CASE(a_parameter_of_the_path_is_checked_as_the_text_it_was) {
    AskedSite site(
        "routes: [{path: '/{id:int}', get: {arguments: {id: {in: path, pattern: '[0-9]{2}'}}, "
        "json: '{{ arguments.id }}'}}]");
    BOOST_TEST(site.ask("GET /12").body == "\"12\"");
    BOOST_TEST(site.ask("GET /123").status == 422);
}

BOOST_AUTO_TEST_CASE(lists_come_from_json_as_one_member_and_from_forms_one_by_one) {
    AskedSite site(
        "routes: [{path: /, post: {arguments: {n: {type: [int], max_length: 2}}, "
        "json: '{{ arguments.n }}'}}]");
    BOOST_TEST(site.ask("POST /", json, R"({"n":[1,2]})").body == "[1,2]");
    BOOST_TEST(site.ask("POST /", json, R"({"n":5})").body == "[5]");
    BOOST_TEST(site.ask("POST /", form, "n=1&n=2").body == "[1,2]");
    BOOST_TEST(site.ask("POST /", form, "n=1&n=2&n=3").status == 422);
    const auto wrong = site.ask("POST /", json + as_json, R"({"n":[1,"x"]})");
    BOOST_TEST(wrong.body.find(R"("value":"x")") != std::string::npos, wrong.body);
}

BOOST_AUTO_TEST_CASE(a_body_that_is_no_json_is_a_400) {
    AskedSite site("routes: [{path: /, post: {arguments: {a: int}, text: a}}]");
    BOOST_TEST(site.ask("POST /", json, "{").status == 400);
}

BOOST_AUTO_TEST_SUITE_END()
