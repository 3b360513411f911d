#include "handlers/set_cookies.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

namespace {

constexpr const char* keys = "cookies: {keys: {1: 0123456789abcdef0123456789abcdef}}\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(set_cookies)

BOOST_AUTO_TEST_CASE(a_cookie_has_the_defaults_and_what_it_says_itself) {
    AskedSite site(
        "routes:\n"
        "  - {path: /, text: a, cookies: {a: b}}\n"
        "  - path: /own\n"
        "    get: {text: a, cookies: {a: {value: b, path: /x, domain: a.example, secure: true,\n"
        "          http_only: false, same_site: Strict}}}\n");
    BOOST_TEST(site.ask("GET /").field("Set-Cookie") == "a=b; Path=/; HttpOnly; SameSite=Lax");
    BOOST_TEST(site.ask("GET /own").field("Set-Cookie") ==
               "a=b; Domain=a.example; Path=/x; Secure; SameSite=Strict");
}

BOOST_AUTO_TEST_CASE(secure_follows_the_protocol_if_nothing_else_is_said) {
    AskedSite site("routes: [{path: /, text: a, cookies: {a: b}}]");
    site.protocol = "https";
    BOOST_TEST(site.ask("GET /").field("Set-Cookie").find("; Secure") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(max_age_is_told_in_seconds_and_off_clears) {
    AskedSite site(
        "routes: [{path: /, text: a, cookies: {a: {value: b, max_age: 1500ms}, c: off}}]");
    const auto fields = site.ask("GET /").fields;
    BOOST_TEST(fields.find("a=b; Max-Age=2; ") != std::string::npos, fields);
    BOOST_TEST(fields.find("c=; Max-Age=0; ") != std::string::npos, fields);
}

BOOST_AUTO_TEST_CASE(nothing_of_a_value_reaches_the_attributes_or_the_next_line) {
    AskedSite site("routes: [{path: /, text: a, cookies: {a: '{{ query.v }}'}}]");
    BOOST_TEST(site.ask("GET /?v=x").field("Set-Cookie").starts_with("a=x; "));
    for (const auto* bad : {"x;%20Domain=evil.example", "x%0d%0aSet-Cookie:y=z", "x%00", "x%0a"}) {
        const auto answer = site.ask(std::string("GET /?v=") + bad);
        BOOST_TEST(answer.status == 500, bad);
        BOOST_TEST(answer.field("Set-Cookie") == "(none)", bad);
    }
}

BOOST_AUTO_TEST_CASE(clear_cookies_clears_what_the_request_carried) {
    AskedSite site("routes: [{path: /, text: a, clear_cookies: true}]");
    const auto fields = site.ask("GET /", "Cookie: a=1; b c=2; d=3; nameless\r\n").fields;
    BOOST_TEST(fields.find("Set-Cookie: a=; ") != std::string::npos, fields);
    BOOST_TEST(fields.find("Set-Cookie: d=; ") != std::string::npos, fields);
    BOOST_TEST(fields.find("Set-Cookie: b c") == std::string::npos, fields);
    BOOST_TEST(fields.find("nameless") == std::string::npos, fields);
}

BOOST_AUTO_TEST_CASE(an_error_takes_the_cookies_of_the_steps_with_it_unless_it_was_asked_for) {
    AskedSite site(
        "routes:\n"
        "  - {path: /fails, get: [{cookies: {a: b}}, {text: '{{ 1 // 0 }}'}]}\n"
        "  - {path: /asked, get: [{cookies: {a: b}}, {error: 403}]}\n");
    BOOST_TEST(site.ask("GET /fails").field("Set-Cookie") == "(none)");
    BOOST_TEST(site.ask("GET /asked").field("Set-Cookie").starts_with("a=b; "));
}

BOOST_AUTO_TEST_CASE(what_can_be_no_cookie_is_a_problem) {
    const auto problems = [](const std::string& cookies) {
        return AskedSite("routes: [{path: /, text: a, cookies: " + cookies + "}]").problems();
    };
    const auto has = [&](const std::string& cookies, const std::string& told) {
        BOOST_TEST(problems(cookies).find(told) != std::string::npos, problems(cookies));
    };
    has("{'a b': c}", "\"a b\" cannot name a cookie");
    has("{a: 'b; Secure'}", "no `;` and no control characters");
    has("{a: {value: b, path: x}}", "path must begin with /");
    has("{a: {value: b, domain: 'x y'}}", "\"x y\" is no domain");
    has("{a: {max_age: 1h}}", "value is missing; off clears a cookie");
    has("{a: {value: b, signed: true}}", "nothing can be signed without a key");
    has("{a: {value: b, encrypted: true}}", "not in this version");
    BOOST_TEST(AskedSite(std::string(keys) +
                         "routes: [{path: /, text: a, cookies: {a: {value: b, signed: true}}}]")
                   .problems() == "");
}

BOOST_AUTO_TEST_SUITE_END()
