#include "handlers/answer_head.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

namespace {

std::string problems_of(const std::string& step) {
    return AskedSite("routes: [{path: /, get: {" + step + "}}]").problems();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(answer_head)

BOOST_AUTO_TEST_CASE(nothing_that_a_client_sends_breaks_a_head) {
    AskedSite site(
        "routes:\n"
        "  - {path: /header, text: a, headers: {X: 'a {{ query.v }}'}}\n"
        "  - {path: /reason, text: a, reason: 'a {{ query.v }}'}\n"
        "  - {path: /type, text: a, content_type: 'a/{{ query.v }}'}\n");
    for (const auto* place : {"/header", "/reason", "/type"}) {
        const std::string request = std::string("GET ") + place + "?v=";
        BOOST_TEST(site.ask(request + "x").status == 200, place);
        for (const auto* bad : {"x%0d%0aY:z", "x%0ay", "x%0dy", "x%00y", "x%7fy"}) {
            const auto answer = site.ask(request + bad);
            BOOST_TEST(answer.status == 500, place << " " << bad);
            BOOST_TEST(answer.fields.find("Y:") == std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(null_drops_the_header_and_white_space_around_is_trimmed) {
    AskedSite site(
        "headers: {X: outer, Y: outer}\n"
        "routes:\n"
        "  - {path: /, text: a, headers: {X: '{{ none }}', Y: '{{ query.v }}'}}\n");
    const auto answer = site.ask("GET /?v=%20b%20");
    BOOST_TEST(answer.field("X") == "(none)");
    BOOST_TEST(answer.fields.find("Y: b\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_list_is_several_lines_on_an_error_too) {
    AskedSite site(
        "routes:\n"
        "  - {path: /, text: a, headers: {Link: [a, 'b {{ query.v }}']}}\n"
        "  - {path: /e, error: 401, headers: {WWW-Authenticate: [Basic, Bearer]}}\n");
    BOOST_TEST(site.ask("GET /?v=c").fields.find("Link: a\r\nLink: b c\r\n") != std::string::npos);
    const auto error = site.ask("GET /e");
    BOOST_TEST(error.status == 401);
    BOOST_TEST(error.fields.find("WWW-Authenticate: Basic\r\nWWW-Authenticate: Bearer\r\n") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(headers_that_tined_makes_itself_are_problems) {
    const auto told = [](const std::string& headers, const std::string& words) {
        const auto problems = problems_of("text: a, headers: " + headers);
        BOOST_TEST(problems.find(words) != std::string::npos, problems);
    };
    told("{Content-Length: '5'}", "Content-Length is made by tined itself");
    told("{transfer-encoding: chunked}", "transfer-encoding is made by tined itself");
    told("{Set-Cookie: a=b}", "a cookie is set by `cookies`");
    told("{'a b': c}", "\"a b\" cannot name a header");
    told("{X: \"a\\r\\nY: b\"}", "a header's value has no control characters");
}

BOOST_AUTO_TEST_CASE(constants_with_controls_are_problems) {
    BOOST_TEST(problems_of("text: a, reason: \"a\\nb\"").find("reason has no control characters") !=
               std::string::npos);
    BOOST_TEST(problems_of("text: a, content_type: \"a\\rb\"")
                   .find("content_type has no control characters") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_goes_with_an_answer_needs_one) {
    BOOST_TEST_REQUIRE(problems_of("headers: {X: a}").find("goes with an answer") !=
                       std::string::npos);
    BOOST_TEST(problems_of("status: 204, headers: {X: a}") == "");
}

BOOST_AUTO_TEST_CASE(the_status_of_an_error_is_one) {
    const auto problems = problems_of("error: 404, status: 200");
    BOOST_TEST(problems.find("expected a whole number from 400 to 599") != std::string::npos,
               problems);
    BOOST_TEST(problems_of("error: 404, status: 410") == "");
}

BOOST_AUTO_TEST_CASE(a_files_status_does_not_stand_for_what_the_protocol_made_of_it) {
    const auto folder = std::make_shared<tined::tests::TemporaryFolder>();
    folder->write("f.txt", "0123456789");
    AskedSite site(folder, "routes: [{path: /, file: f.txt, status: 203}]");
    const auto whole = site.ask("GET /");
    BOOST_TEST(whole.status == 203);
    BOOST_TEST(site.ask("GET /", "If-None-Match: " + whole.field("ETag") + "\r\n").status == 304);
    BOOST_TEST(site.ask("GET /", "Range: bytes=0-1\r\n").status == 206);
}

BOOST_AUTO_TEST_CASE(cache_is_a_duration_or_directives_that_there_are) {
    const auto problems_of = [](const std::string& cache) {
        return AskedSite("routes: [{path: /, text: a, cache: '" + cache + "'}]").problems();
    };
    for (const auto* right : {"1h", "public, max-age=5", "No-Cache", "private=\"x\", immutable"}) {
        BOOST_TEST(problems_of(right) == "", right);
    }
    for (const auto* wrong : {"3600", "1 hour", "no", "{{ query.c }}", "max-age=1, 5", ","}) {
        BOOST_TEST(problems_of(wrong).find("expected a duration such as 1h, directives of "
                                           "Cache-Control, or off") != std::string::npos,
                   wrong);
    }
}

BOOST_AUTO_TEST_SUITE_END()
