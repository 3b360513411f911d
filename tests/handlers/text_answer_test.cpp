#include "handlers/text_answer.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

BOOST_AUTO_TEST_SUITE(text_answer)

BOOST_AUTO_TEST_CASE(text_is_not_escaped_and_says_that_it_is_plain) {
    AskedSite site("routes: [{path: /, text: '<b>{{ query.a }}'}]");
    const auto answer = site.ask("GET /?a=%3Ci%3E");
    BOOST_TEST(answer.body == "<b><i>");
    BOOST_TEST(answer.field("Content-Type") == "text/plain; charset=UTF-8");
    BOOST_TEST(answer.field("X-Content-Type-Options") == "nosniff");
}

BOOST_AUTO_TEST_CASE(html_escapes_what_is_not_safe) {
    AskedSite site(
        "routes: [{path: /, html: \"<a title='{{ query.a }}'>{{ '<b>' | safe }}{{ '<i>' }}\"}]");
    BOOST_TEST(site.ask("GET /?a=%27%22%26%3C").body ==
               "<a title='&#39;&#34;&amp;&lt;'><b>&lt;i&gt;");
}

BOOST_AUTO_TEST_CASE(away_does_not_make_html_safe) {
    AskedSite site("routes: [{path: /, html: '{{ query.a | away }}'}]");
    BOOST_TEST(site.ask("GET /?a=%3Cscript%3E").body == "&lt;script&gt;");
}

BOOST_AUTO_TEST_CASE(a_constant_is_the_same_bytes_for_every_request) {
    AskedSite site("routes: [{path: /, text: \"a\\nb\"}]");
    BOOST_TEST(site.ask("GET /").body == "a\nb");
    BOOST_TEST(site.ask("GET /").body == "a\nb");
}

BOOST_AUTO_TEST_CASE(scalars_of_any_look_are_text) {
    AskedSite site("routes: [{path: /a, text: off}, {path: /b, text: 1.10}]");
    BOOST_TEST(site.ask("GET /a").body == "off");
    BOOST_TEST(site.ask("GET /b").body == "1.10");
}

BOOST_AUTO_TEST_SUITE_END()
