#include "handlers/redirect.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

namespace {

/// The problems of a site whose one redirect is `url`, written in double quotes.
std::string problems_of(const std::string& url) {
    return AskedSite("routes: [{path: /, redirect: \"" + url + "\"}]").problems();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(redirect)

BOOST_AUTO_TEST_CASE(safe_methods_are_sent_by_302_and_others_by_303) {
    AskedSite site("routes: [{path: /, any: {redirect: /a}}]");
    const auto answer = site.ask("GET /");
    BOOST_TEST(answer.status == 302);
    BOOST_TEST(answer.field("Location") == "/a");
    BOOST_TEST(site.ask("HEAD /").status == 302);
    BOOST_TEST(site.ask("POST /").status == 303);
}

BOOST_AUTO_TEST_CASE(the_step_may_say_another_status) {
    AskedSite site("routes: [{path: /, redirect: 'https://b.example/x', status: 301}]");
    const auto answer = site.ask("GET /");
    BOOST_TEST(answer.status == 301);
    BOOST_TEST(answer.field("Location") == "https://b.example/x");
}

BOOST_AUTO_TEST_CASE(an_expression_is_one_component) {
    AskedSite site("routes: [{path: /, redirect: '/s/{{ query.a }}?q={{ query.b }}'}]");
    BOOST_TEST(site.ask("GET /?a=../x%0d%0aY&b=1%262").field("Location") ==
               "/s/..%2Fx%0D%0AY?q=1%262");
    BOOST_TEST(site.ask("GET /?a=//evil.example").field("Location") == "/s/%2F%2Fevil.example?q=");
}

BOOST_AUTO_TEST_CASE(an_expression_that_leads_may_only_give_a_path_of_this_site) {
    AskedSite site("routes: [{path: /, redirect: '{{ query.next }}'}]");
    BOOST_TEST(site.ask("GET /?next=/a/b%3Fc%3Dd").field("Location") == "/a/b?c=d");
    BOOST_TEST(site.ask("GET /?next=/a%0d%0aX:y").field("Location") == "/a%0D%0AX:y");
    BOOST_TEST(site.ask("GET /?next=/%5Cevil.example").field("Location") == "/%5Cevil.example");
    BOOST_TEST(site.ask("GET /?next=/a//b").field("Location") == "/a//b");
    BOOST_TEST(site.ask("GET /?next=/../a%3Fb=..//c").field("Location") == "/../a?b=..//c");
    for (const auto* next :
         {"//evil.example", "https://evil.example/", "javascript:alert(1)", "", "evil",
          "%5C%5Cevil.example", "%09//evil.example", "%20/a", "/..//evil.example",
          "/.//evil.example", "/a/..//evil.example", "/%252E%252e//evil.example", "/..//"}) {
        const auto answer = site.ask(std::string("GET /?next=") + next);
        BOOST_TEST(answer.status == 400, next);
        BOOST_TEST(answer.field("Location") == "(none)", next);
    }
}

BOOST_AUTO_TEST_CASE(what_is_safe_or_trimmed_or_in_two_pieces_leads_no_further) {
    AskedSite site(
        "routes:\n"
        "  - {path: /safe, redirect: '{{ query.next | safe }}'}\n"
        "  - {path: /two, redirect: '{{ query.a }}{{ query.b }}'}\n"
        "  - {path: /trim, redirect: ' {{- query.next }}'}\n"
        "  - {path: /if, redirect: '{% if query.next %}{{ query.next }}{% endif %}'}\n");
    BOOST_TEST(site.ask("GET /safe?next=/a").field("Location") == "/a");
    BOOST_TEST(site.ask("GET /safe?next=/%09/evil.example").status == 400);
    BOOST_TEST(site.ask("GET /safe?next=/%5Cevil.example").status == 400);
    BOOST_TEST(site.ask("GET /trim?next=//evil.example").status == 400);
    BOOST_TEST(site.ask("GET /two?b=//evil.example").status == 400);
    BOOST_TEST(site.ask("GET /two?a=/&b=/evil.example").field("Location") == "/%2Fevil.example");
    BOOST_TEST(site.ask("GET /if?next=//evil.example").status == 400);
}

BOOST_AUTO_TEST_CASE(away_lets_it_name_another_site_but_not_break_the_head) {
    AskedSite site("routes: [{path: /, redirect: '{{ query.next | away }}{{ query.b }}'}]");
    BOOST_TEST(site.ask("GET /?next=https://b.example/x%3Fy").field("Location") ==
               "https://b.example/x?y");
    BOOST_TEST(site.ask("GET /?next=https://b.example/%0d%0aX:y").field("Location") ==
               "https://b.example/%0D%0AX:y");
    // With nothing in front, what follows would lead.
    BOOST_TEST(site.ask("GET /?b=https://evil.example/").status == 500);
}

BOOST_AUTO_TEST_CASE(safe_text_behind_a_slash_cannot_lead_to_a_host) {
    AskedSite site("routes: [{path: /, redirect: '/{{ query.p | safe }}'}]");
    BOOST_TEST(site.ask("GET /?p=a").field("Location") == "/a");
    BOOST_TEST(site.ask("GET /?p=/evil.example").status == 400);
    BOOST_TEST(site.ask("GET /?p=%5Cevil.example").status == 400);
}

BOOST_AUTO_TEST_CASE(an_expression_within_the_host_is_a_problem) {
    const std::string told =
        "tined.yaml:1:30: routes[0].redirect: the host of a redirect must be literal: an "
        "expression here could name any\n";
    for (const auto* url : {"https://{{ query.h }}/", "https:{{ query.h }}", "///{{ query.h }}",
                            "/\\\\{{ query.h }}", "https://a.{{ query.h }}"}) {
        BOOST_TEST(problems_of(url) == told, url);
    }
    BOOST_TEST(problems_of("https://a.example/{{ query.h }}") == "");
}

BOOST_AUTO_TEST_CASE(a_literal_url_with_controls_or_none_at_all_is_a_problem) {
    BOOST_TEST(problems_of("/a\\r\\nX: y").find("no control characters") != std::string::npos);
    BOOST_TEST(problems_of("ht\\ttps://{{ query.h }}").find("no control characters") !=
               std::string::npos);
    BOOST_TEST(problems_of(" {{ query.h }}").find("no space in front") != std::string::npos);
    BOOST_TEST(problems_of("").find("expected a URL") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
