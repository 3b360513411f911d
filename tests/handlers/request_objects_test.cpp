#include "handlers/request_objects.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using tined::tests::AskedSite;

BOOST_AUTO_TEST_SUITE(request_objects)

BOOST_AUTO_TEST_CASE(a_request_tells_what_it_was) {
    AskedSite site(
        "routes:\n"
        "  - path: '/a b/{x}'\n"
        "    get: {json: ['{{ request.method }}', '{{ request.uri }}', '{{ request.path }}',\n"
        "                 '{{ request.query_string }}', '{{ request.version }}',\n"
        "                 '{{ request.protocol }}', '{{ request.host }}', '{{ request.address "
        "}}',\n"
        "                 '{{ request.full_url }}', '{{ request.id }}']}\n");
    BOOST_TEST(site.ask("GET /a%20b/%C3%A9?q=%20").body ==
               "[\"GET\",\"/a%20b/%C3%A9?q=%20\",\"/a b/é\",\"q=%20\",\"HTTP/1.1\",\"http\","
               "\"a.example\",\"203.0.113.9\",\"http://a.example/a%20b/%C3%A9?q=%20\","
               "\"0000000000000000\"]");
}

BOOST_AUTO_TEST_CASE(headers_are_found_in_any_writing_and_what_is_no_utf8_is_not_there) {
    AskedSite site(
        "routes:\n"
        "  - {path: /, json: ['{{ request.headers.x_one }}', \"{{ request.headers['X-One'] }}\",\n"
        "                     \"{{ request.headers.getlist('x-one') }}\",\n"
        "                     '{{ request.headers.bad }}']}\n");
    BOOST_TEST(site.ask("GET /", "X-One: a\r\nx-one: b\r\nBad: \xff\r\n").body ==
               R"(["b","b",["a","b"],null])");
}

BOOST_AUTO_TEST_CASE(the_time_is_when_the_head_was_whole) {
    AskedSite site("routes: [{path: /, json: '{{ request.time }}'}]");
    site.now = std::chrono::system_clock::time_point(std::chrono::milliseconds(1500));
    BOOST_TEST(site.ask("GET /").body == "1.5");
}

BOOST_AUTO_TEST_CASE(a_signed_cookie_is_believed_for_its_name_and_its_age_only) {
    AskedSite site(
        "cookies: {keys: {1: 0123456789abcdef0123456789abcdef}, max_age: 1h}\n"
        "routes:\n"
        "  - {path: /set, cookies: {who: {value: ann, signed: true}}, text: set}\n"
        "  - {path: /, json: ['{{ signed.who }}', '{{ signed.other }}', '{{ signed }}']}\n");
    const auto line = site.ask("GET /set").field("Set-Cookie");
    const auto begin = line.find('=') + 1;
    const auto value = line.substr(begin, line.find(';') - begin);
    const std::string cookies = "Cookie: who=" + value + "; other=" + value + "\r\n";
    BOOST_TEST(site.ask("GET /", cookies).body == R"(["ann",null,{"who":"ann"}])");
    BOOST_TEST(site.ask("GET /", "Cookie: who=ann\r\n").body == R"([null,null,{}])");
    site.now += std::chrono::minutes(61);
    BOOST_TEST(site.ask("GET /", cookies).body == R"([null,null,{}])");
}

BOOST_AUTO_TEST_CASE(a_signed_cookie_that_is_asked_for_twice_is_the_same_both_times) {
    AskedSite site(
        "cookies: {keys: {1: 0123456789abcdef0123456789abcdef}}\n"
        "routes:\n"
        "  - {path: /set, cookies: {who: {value: ann, signed: true}}, text: set}\n"
        "  - {path: /, text: '{% if signed.who %}{{ signed.who }}{% endif %}{{ signed.no }}.'}\n");
    const auto line = site.ask("GET /set").field("Set-Cookie");
    const auto cookie = line.substr(0, line.find(';'));
    BOOST_TEST(site.ask("GET /", "Cookie: " + cookie + "\r\n").body == "ann.");
    BOOST_TEST(site.ask("GET /", "Cookie: " + cookie + "0\r\n").body == ".");
}

BOOST_AUTO_TEST_CASE(a_request_that_was_refused_has_its_id_too) {
    AskedSite site("error_pages: {414: {text: '[{{ request.id }}]'}}\nroutes: []\n");
    const tined::http::RequestHead nothing;
    tined::http::RequestParts parts;
    parts.head = &nothing;
    parts.id.fill('7');
    const auto answer = site.site().refuse({414, "too long"}, parts);
    BOOST_TEST(std::get<std::string>(answer.body()) == "[7777777777777777]");
}

BOOST_AUTO_TEST_SUITE_END()
