#include "handlers/site.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;
using tined::tests::TemporaryFolder;

BOOST_AUTO_TEST_SUITE(site)

BOOST_AUTO_TEST_CASE(text_html_and_json_have_their_types) {
    AskedSite site(
        "routes:\n"
        "  - {path: /t, text: \"<{{ query.a }}>\"}\n"
        "  - {path: /h, html: \"<{{ query.a }}>\"}\n"
        "  - {path: /j, json: {a: \"{{ query.a }}\", n: 1, no: no}}\n");
    const auto text = site.ask("GET /t?a=%3C");
    BOOST_TEST(text.body == "<<>");
    BOOST_TEST(text.field("Content-Type") == "text/plain; charset=UTF-8");
    const auto html = site.ask("GET /h?a=%3C");
    BOOST_TEST(html.body == "<&lt;>");
    BOOST_TEST(html.field("Content-Type") == "text/html; charset=UTF-8");
    const auto json = site.ask("GET /j?a=%3C");
    BOOST_TEST(json.body == R"({"a":"<","n":1,"no":"no"})");
    BOOST_TEST(json.field("Content-Type") == "application/json; charset=UTF-8");
}

BOOST_AUTO_TEST_CASE(text_that_is_one_expression_keeps_its_type_in_json) {
    AskedSite site(
        "routes: [{path: '/{n:int}', json: {n: '{{ params.n }}', t: 'x{{ params.n }}'}}]");
    BOOST_TEST(site.ask("GET /7").body == R"({"n":7,"t":"x7"})");
}

BOOST_AUTO_TEST_CASE(a_route_without_the_method_is_a_405_with_allow) {
    AskedSite site("routes: [{path: /, get: {text: a}, post: {text: b}}]");
    const auto answer = site.ask("PUT /");
    BOOST_TEST(answer.status == 405);
    BOOST_TEST(answer.field("Allow") == "GET, HEAD, POST, OPTIONS");
}

BOOST_AUTO_TEST_CASE(options_is_answered_from_what_there_is) {
    AskedSite site("routes: [{path: /, get: {text: a}}]");
    const auto answer = site.ask("OPTIONS /");
    BOOST_TEST(answer.status == 204);
    BOOST_TEST(answer.field("Allow") == "GET, HEAD, OPTIONS");
    BOOST_TEST(answer.body == "");
}

BOOST_AUTO_TEST_CASE(options_of_the_whole_server_tells_what_it_knows) {
    AskedSite site("routes: [{path: /, get: {text: a}}]");
    const auto answer = site.ask("OPTIONS *");
    BOOST_TEST(answer.status == 204);
    BOOST_TEST(answer.field("Allow") == "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
}

BOOST_AUTO_TEST_CASE(head_is_answered_by_the_action_of_get) {
    AskedSite site("routes: [{path: /, get: {text: a, headers: {X: '{{ request.method }}'}}}]");
    BOOST_TEST(site.ask("HEAD /").field("X") == "HEAD");
}

BOOST_AUTO_TEST_CASE(the_default_headers_go_with_every_answer_and_off_removes_one) {
    AskedSite site(
        "headers: {X-One: '1', X-Two: '2'}\n"
        "routes:\n"
        "  - {path: /, text: a}\n"
        "  - path: /g/\n"
        "    headers: {X-One: off, X-Two: [a, b]}\n"
        "    routes: [{path: /, text: b}]\n"
        "  - {path: /own, text: c, headers: {X-Two: off}}\n");
    const auto plain = site.ask("GET /");
    BOOST_TEST(plain.field("X-One") == "1");
    BOOST_TEST(plain.field("X-Two") == "2");
    const auto missing = site.ask("GET /nowhere");
    BOOST_TEST(missing.status == 404);
    BOOST_TEST(missing.field("X-One") == "1");
    const auto group = site.ask("GET /g/");
    BOOST_TEST(group.field("X-One") == "(none)");
    BOOST_TEST(group.fields.find("X-Two: a\r\nX-Two: b\r\n") != std::string::npos);
    BOOST_TEST(site.ask("GET /own").field("X-Two") == "(none)");
}

BOOST_AUTO_TEST_CASE(nosniff_is_the_default) {
    AskedSite site("routes: [{path: /, text: a}]");
    BOOST_TEST(site.ask("GET /").field("X-Content-Type-Options") == "nosniff");
}

BOOST_AUTO_TEST_CASE(before_runs_for_the_routes_of_its_group_and_for_its_404) {
    AskedSite site(
        "options: {closed: {type: bool, default: true}}\n"
        "routes:\n"
        "  - {path: /open, text: open}\n"
        "  - path: /shop/\n"
        "    before: [{when: options.closed and not query.key, error: 503}]\n"
        "    routes: [{path: /item, text: item}]\n");
    BOOST_TEST(site.ask("GET /open").status == 200);
    BOOST_TEST(site.ask("GET /shop/item").status == 503);
    BOOST_TEST(site.ask("GET /shop/item?key=1").body == "item");
    BOOST_TEST(site.ask("GET /shop/nothing").status == 503);
    BOOST_TEST(site.ask("GET /shop/nothing?key=1").status == 404);
    BOOST_TEST(site.ask("GET /nothing").status == 404);
}

BOOST_AUTO_TEST_CASE(names_that_before_gives_hold_in_the_actions) {
    AskedSite site(
        "before: [{with: {who: 'you {{ query.n }}'}}]\n"
        "routes: [{path: /, text: 'hello {{ who }}'}]\n");
    BOOST_TEST(site.ask("GET /?n=2").body == "hello you 2");
}

BOOST_AUTO_TEST_CASE(the_first_step_that_answers_ends_the_action) {
    AskedSite site(
        "routes:\n"
        "  - path: /\n"
        "    get:\n"
        "      - {when: query.a, text: first}\n"
        "      - {with: {n: \"{{ 6 * 7 }}\"}}\n"
        "      - {when: query.b, text: 'second {{ n }}'}\n");
    BOOST_TEST(site.ask("GET /?a=1&b=1").body == "first");
    BOOST_TEST(site.ask("GET /?b=1").body == "second 42");
    BOOST_TEST(site.ask("GET /").status == 404);
}

BOOST_AUTO_TEST_CASE(an_error_page_is_taken_from_the_nearest_level_then_the_nearest_code) {
    AskedSite site(
        "error_pages:\n"
        "  404: {text: 'site 404'}\n"
        "  4xx: {text: 'site 4xx {{ error.status }}'}\n"
        "routes:\n"
        "  - path: /g/\n"
        "    error_pages: {4xx: {text: 'group 4xx'}}\n"
        "    routes:\n"
        "      - {path: /a, error: 404}\n"
        "      - {path: /b, error: 404, error_pages: {404: {text: 'route 404'}}}\n"
        "  - {path: /c, error: 410}\n");
    BOOST_TEST(site.ask("GET /nowhere").body == "site 404");
    BOOST_TEST(site.ask("GET /g/nowhere").body == "group 4xx");
    BOOST_TEST(site.ask("GET /g/a").body == "group 4xx");
    BOOST_TEST(site.ask("GET /g/b").body == "route 404");
    const auto gone = site.ask("GET /c");
    BOOST_TEST(gone.body == "site 4xx 410");
    BOOST_TEST(gone.status == 410);
}

BOOST_AUTO_TEST_CASE(an_error_page_sees_what_error_passed) {
    AskedSite site(
        "error_pages: {404: {html: '<p>{{ error.what }} {{ error.status }} {{ error.reason }}'}}\n"
        "routes: [{path: /, error: {status: 404, what: '<call>'}}]\n");
    const auto answer = site.ask("GET /");
    BOOST_TEST(answer.status == 404);
    BOOST_TEST(answer.body == "<p>&lt;call&gt; 404 Not Found");
}

BOOST_AUTO_TEST_CASE(an_error_page_that_fails_falls_back_to_the_built_in_one) {
    AskedSite site(
        "error_pages: {404: {text: '{{ 1 // (query.x | int) }}'}}\n"
        "routes: [{path: /, text: a}]\n");
    BOOST_TEST(site.ask("GET /none?x=1").body == "1");
    const auto answer = site.ask("GET /none", "Accept: text/plain\r\n");
    BOOST_TEST(answer.status == 404);
    BOOST_TEST(answer.body == "404 Not Found\nRequest 0000000000000000\n");
}

BOOST_AUTO_TEST_CASE(the_built_in_error_page_is_what_the_client_accepts) {
    AskedSite site("routes: [{path: /, text: a}]");
    BOOST_TEST(site.ask("GET /x").field("Content-Type") == "text/html; charset=UTF-8");
    const auto json = site.ask("GET /x", "Accept: application/json\r\n");
    BOOST_TEST(json.body ==
               "{\"error\":{\"status\":404,\"reason\":\"Not Found\","
               "\"request\":\"0000000000000000\"}}\n");
    BOOST_TEST(site.ask("GET /x", "Accept: text/plain\r\n").field("Content-Type") ==
               "text/plain; charset=UTF-8");
}

BOOST_AUTO_TEST_CASE(a_failing_expression_is_a_500_that_shows_nothing_of_the_inside) {
    AskedSite site("routes: [{path: /, text: '{{ 1 // 0 }}'}]");
    const auto answer = site.ask("GET /", "Accept: text/plain\r\n");
    BOOST_TEST(answer.status == 500);
    BOOST_TEST(answer.body == "500 Internal Server Error\nRequest 0000000000000000\n");
}

BOOST_AUTO_TEST_CASE(status_alone_is_an_answer_without_a_body) {
    AskedSite site("routes: [{path: /, delete: {status: 204}}]");
    const auto answer = site.ask("DELETE /");
    BOOST_TEST(answer.status == 204);
    BOOST_TEST(answer.body == "");
}

BOOST_AUTO_TEST_CASE(an_answer_has_the_status_reason_type_and_cache_that_it_names) {
    AskedSite site(
        "routes:\n"
        "  - {path: /, text: nobody, status: 404, reason: No User, content_type: text/x, cache: "
        "1h}\n"
        "  - {path: /off, text: a, cache: off}\n"
        "  - {path: /own, text: a, cache: 'public, max-age=5'}\n");
    const auto answer = site.ask("GET /");
    BOOST_TEST(answer.status == 404);
    BOOST_TEST(answer.reason == "No User");
    BOOST_TEST(answer.body == "nobody");
    BOOST_TEST(answer.field("Content-Type") == "text/x");
    BOOST_TEST(answer.field("Cache-Control") == "max-age=3600");
    BOOST_TEST(site.ask("GET /off").field("Cache-Control") == "no-store");
    BOOST_TEST(site.ask("GET /own").field("Cache-Control") == "public, max-age=5");
}

BOOST_AUTO_TEST_CASE(status_and_headers_go_with_an_error_too) {
    AskedSite site(
        "routes: [{path: /, error: {what: x}, status: 429, headers: {Retry-After: '5'}}]");
    const auto answer = site.ask("GET /");
    BOOST_TEST(answer.status == 429);
    BOOST_TEST(answer.field("Retry-After") == "5");
}

BOOST_AUTO_TEST_CASE(a_name_given_several_times_is_the_last_and_getlist_has_all) {
    AskedSite site(
        "routes:\n"
        "  - path: /\n"
        "    any: {json: {last: '{{ arguments.lve }}', all: \"{{ arguments.getlist('lve') }}\",\n"
        "                 query: '{{ query.lve }}'}}\n");
    BOOST_TEST(site.ask("GET /?lve=a&lve=b").body == R"({"last":"b","all":["a","b"],"query":"b"})");
    BOOST_TEST(site.ask("PUT /?lve=a", "Content-Type: application/x-www-form-urlencoded\r\n",
                        "lve=b&lve=c")
                   .body == R"({"last":"c","all":["a","b","c"],"query":"a"})");
    BOOST_TEST(site.ask("GET /").body == R"({"last":null,"all":[],"query":null})");
}

BOOST_AUTO_TEST_CASE(a_json_body_is_read_as_json_and_one_that_is_none_is_a_400) {
    AskedSite site("routes: [{path: /, post: {json: '{{ request.json }}'}}]");
    const std::string type = "Content-Type: application/json\r\n";
    BOOST_TEST(site.ask("POST /", type, R"({"a": [1, 2.0]})").body == R"({"a":[1,2.0]})");
    BOOST_TEST(site.ask("POST /", type, "{").status == 400);
    BOOST_TEST(site.ask("POST /", "", "{").body == "null");
}

BOOST_AUTO_TEST_CASE(a_form_with_a_file_shows_what_was_sent) {
    AskedSite site(
        "routes: [{path: /, post: {json: {name: '{{ form.name }}', file: '{{ files.f }}'}}}]");
    const auto answer =
        site.ask("POST /", "Content-Type: multipart/form-data; boundary=XX\r\n",
                 "--XX\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nann\r\n"
                 "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n"
                 "Content-Type: text/plain\r\n\r\nhello\r\n--XX--\r\n");
    BOOST_TEST(answer.body ==
               R"({"name":"ann","file":{"filename":"a.txt","content_type":"text/plain",)"
               R"("size":5,"text":"hello"}})");
}

BOOST_AUTO_TEST_CASE(a_body_over_the_routes_limit_is_a_413) {
    AskedSite site("routes: [{path: /, post: {body_size: 4, text: '{{ request.body }}'}}]");
    BOOST_TEST(site.ask("POST /", "", "1234").body == "1234");
    BOOST_TEST(site.ask("POST /", "", "12345").status == 413);
}

BOOST_AUTO_TEST_CASE(a_guard_answers_before_the_body_is_looked_at) {
    AskedSite site(
        "routes: [{path: /, post: [{when: not query.ok, error: 403}, {text: '{{ request.json "
        "}}'}]}]");
    BOOST_TEST(site.ask("POST /", "Content-Type: application/json\r\n", "{").status == 403);
    BOOST_TEST(site.ask("POST /?ok=1", "Content-Type: application/json\r\n", "{").status == 400);
}

BOOST_AUTO_TEST_CASE(regular_expressions_give_params_by_name_and_by_number) {
    AskedSite site(
        "routes: [{regex: '/(?P<cat>[a-z]+)-([0-9]+)', "
        "text: '{{ params.cat }} {{ params[0] }} {{ params[1] }}'}]");
    BOOST_TEST(site.ask("GET /ab-12").body == "ab ab 12");
    BOOST_TEST(site.ask("GET /ab-x").status == 404);
}

BOOST_AUTO_TEST_CASE(url_makes_the_path_of_a_named_route) {
    AskedSite site(
        "routes:\n"
        "  - {path: '/users/{name}/{id:int}', name: user, text: u}\n"
        "  - {path: /, text: \"{{ url('user', name=query.n, id=7) }}\"}\n");
    BOOST_TEST(site.ask("GET /?n=a%20b").body == "/users/a%20b/7");
    BOOST_TEST(site.ask("GET /?n=").status == 500);
}

BOOST_AUTO_TEST_CASE(hosts_tell_groups_apart) {
    AskedSite site(
        "routes:\n"
        "  - {path: /, text: any}\n"
        "  - {host: a.example, routes: [{path: /, text: 'a'}]}\n"
        "  - {host: b.example, routes: [{path: /, text: 'b'}]}\n");
    BOOST_TEST(site.ask("GET /").body == "a");
}

BOOST_AUTO_TEST_CASE(a_group_may_have_templates_of_its_own) {
    const auto folder = std::make_shared<TemporaryFolder>();
    folder->write("one/page.html", "one {{ x }}");
    folder->write("two/page.html", "two {{ x }}");
    AskedSite site(folder,
                   "templates: one\n"
                   "routes:\n"
                   "  - {path: /, template: page.html, with: {x: <}}\n"
                   "  - path: /g/\n"
                   "    templates: two\n"
                   "    routes: [{path: /, template: page.html, with: {x: <}}]\n");
    BOOST_TEST(site.ask("GET /").body == "one &lt;");
    BOOST_TEST(site.ask("GET /g/").body == "two &lt;");
}

BOOST_AUTO_TEST_CASE(a_template_chosen_by_an_expression_stays_in_its_folder) {
    const auto folder = std::make_shared<TemporaryFolder>();
    folder->write("t/pages/a.html", "a");
    folder->write("t/secret.html", "secret");
    AskedSite site(folder,
                   "templates: t\n"
                   "routes: [{path: /, template: 'pages/{{ query.p }}.html'}]\n");
    BOOST_TEST(site.ask("GET /?p=a").body == "a");
    BOOST_TEST(site.ask("GET /?p=b").status == 404);
    BOOST_TEST(site.ask("GET /?p=../secret").status == 404);
    BOOST_TEST(site.ask("GET /?p=%2e%2e%2fsecret").status == 404);
    BOOST_TEST(site.ask("GET /?p=/etc/passwd").status == 404);
}

BOOST_AUTO_TEST_CASE(a_file_is_served_and_one_chosen_by_an_expression_stays_in_its_folder) {
    const auto folder = std::make_shared<TemporaryFolder>();
    folder->write("docs/a.txt", "a");
    folder->write("secret.txt", "secret");
    AskedSite site(folder,
                   "routes:\n"
                   "  - {path: /one, file: secret.txt}\n"
                   "  - {path: /, file: 'docs/{{ query.p }}'}\n");
    BOOST_TEST(site.ask("GET /one").body == "secret");
    BOOST_TEST(site.ask("GET /?p=a.txt").body == "a");
    BOOST_TEST(site.ask("GET /?p=../secret.txt").status == 404);
    BOOST_TEST(site.ask("GET /?p=").status == 404);
}

BOOST_AUTO_TEST_CASE(static_folders_are_served_below_their_prefix_with_versions) {
    const auto folder = std::make_shared<TemporaryFolder>();
    folder->write("s/css/site.css", "body {}");
    AskedSite site(folder,
                   "static: {/static/: s}\n"
                   "routes: [{path: /, text: \"{{ static_url('css/site.css') }}\"}]\n");
    BOOST_TEST(site.ask("GET /static/css/site.css").body == "body {}");
    const auto url = site.ask("GET /").body;
    BOOST_TEST(url.starts_with("/static/css/site.css?v="));
    BOOST_TEST(site.ask("GET " + url).field("Cache-Control") ==
               "public, max-age=31536000, immutable");
    BOOST_TEST(site.ask("GET /static/nothing.css").status == 404);
    BOOST_TEST(site.ask("POST /static/css/site.css").status == 405);
}

BOOST_AUTO_TEST_CASE(a_file_that_changes_is_answered_anew_when_the_disk_is_asked_again) {
    const auto folder = std::make_shared<TemporaryFolder>();
    folder->write("s/a.txt", "first");
    AskedSite site(folder,
                   "headers: {X-A: b}\n"
                   "static: {/s/: s}\n"
                   "routes: [{path: /t/, static: s, cache: 1h}]\n");
    const auto first = site.ask("GET /s/a.txt");
    BOOST_TEST(first.body == "first");
    BOOST_TEST(site.ask("GET /s/a.txt").fields == first.fields);
    // The same folder elsewhere, with other fields around its files; and back again.
    BOOST_TEST(site.ask("GET /t/a.txt").field("Cache-Control") == "max-age=3600");
    BOOST_TEST(site.ask("GET /s/a.txt").field("Cache-Control") == "(none)");
    BOOST_TEST(site.ask("GET /s/a.txt", "Range: bytes=0-1\r\n").body == "fi");
    folder->write("s/a.txt", "second");
    site.now += std::chrono::hours(1);
    BOOST_TEST(site.ask("GET /s/a.txt").body == "second");
    BOOST_TEST(site.ask("GET /s/a.txt").field("X-A") == "b");
}

BOOST_AUTO_TEST_CASE(a_missing_path_is_told_by_the_nearest_level_that_has_a_word_to_say) {
    AskedSite site(
        "headers: {X-A: a}\n"
        "routes:\n"
        "- {path: /here, text: here}\n"
        "- path: /asks\n  headers: {X-Path: '{{ request.path }}'}\n"
        "  routes: [{path: /b, text: b}]\n"
        "- path: /page\n  error_pages: {404: {text: 'no {{ error.status }}'}}\n"
        "  routes: [{path: /b, text: b}]\n"
        "- path: /guarded\n  before: [{when: not query.key, error: 403}]\n"
        "  routes: [{path: /b, text: b}]\n");
    const auto plain = site.ask("GET /nowhere", "Accept: text/plain\r\n");
    BOOST_TEST(plain.status == 404);
    BOOST_TEST(plain.body == "404 Not Found\nRequest 0000000000000000\n");
    BOOST_TEST(plain.field("X-A") == "a");
    BOOST_TEST(plain.field("X-Content-Type-Options") == "nosniff");
    BOOST_TEST(plain.field("Content-Type") == "text/plain; charset=UTF-8");
    BOOST_TEST(site.ask("POST /nowhere", {}, "body").status == 404);
    BOOST_TEST(site.ask("GET /asks/a").field("X-Path") == "/asks/a");
    BOOST_TEST(site.ask("GET /page/a").body == "no 404");
    BOOST_TEST(site.ask("GET /guarded/a").status == 403);
    BOOST_TEST(site.ask("GET /guarded/a?key=1").status == 404);
}

BOOST_AUTO_TEST_CASE(an_error_page_may_be_a_file_and_keeps_the_errors_status) {
    const auto folder = std::make_shared<TemporaryFolder>();
    folder->write("sorry.html", "sorry");
    AskedSite site(folder,
                   "error_pages: {404: {file: sorry.html}}\nroutes: [{path: /, text: a}]\n");
    const auto answer = site.ask("GET /x");
    BOOST_TEST(answer.status == 404);
    BOOST_TEST(answer.body == "sorry");
}

BOOST_AUTO_TEST_CASE(what_the_protocol_refused_gets_the_sites_error_page) {
    AskedSite site("error_pages: {414: {text: too long}}\nroutes: [{path: /, text: a}]\n");
    tined::http::RequestHead nothing;
    tined::http::RequestParts parts;
    parts.head = &nothing;
    const auto answer = site.site().refuse({414, "the target is too long"}, parts);
    BOOST_TEST(answer.status() == 414);
    BOOST_TEST(std::get<tined::http::SharedBody>(answer.body()) != nullptr);
}

BOOST_AUTO_TEST_CASE(two_routes_that_nothing_tells_apart_are_a_problem_that_names_both) {
    AskedSite site("routes:\n  - {path: '/{a}', text: a}\n  - {path: '/{b}', text: b}\n");
    BOOST_TEST(site.problems() ==
               "tined.yaml:3:5: routes[1]: nothing tells it apart from the route at "
               "tined.yaml:2:5: the same path, and a method in common\n");
}

BOOST_AUTO_TEST_CASE(a_static_folder_that_holds_what_must_not_be_served_is_refused) {
    const auto folder = std::make_shared<TemporaryFolder>();
    AskedSite site(folder, "static: {/s/: .}\n");
    BOOST_TEST(site.problems().find("holds this site's configuration") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
