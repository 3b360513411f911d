#include "http/url.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace tined::http {
namespace {

std::string parsed(std::string_view text) {
    const auto url = parse_url(text);
    return url ? url->text() : std::string(to_text(url.error()));
}

std::string resolved(std::string_view reference) {
    const auto url = resolve_url(parse_url("http://a/b/c/d;p?q").value(), reference);
    return url ? url->text() : std::string(to_text(url.error()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(url)

BOOST_AUTO_TEST_CASE(a_url_says_where_to_connect_and_what_to_ask_for) {
    const Url url = parse_url("HTTPS://User.Example:8443/a?b=c#d").value();
    BOOST_TEST(url.origin.is_secure);
    BOOST_TEST(url.origin.host == "user.example");
    BOOST_TEST(url.origin.port == 8443);
    BOOST_TEST(url.target == "/a?b=c");
    BOOST_TEST(url.authority() == "user.example:8443");
}

BOOST_AUTO_TEST_CASE(the_port_of_the_scheme_is_not_told_to_the_server) {
    BOOST_TEST(parse_url("http://a:80/").value().authority() == "a");
    BOOST_TEST(parse_url("https://a:443/").value().authority() == "a");
    BOOST_TEST(parse_url("https://a:80/").value().authority() == "a:80");
}

BOOST_AUTO_TEST_CASE(an_ipv6_address_stands_in_brackets_for_the_server_and_without_to_connect) {
    const Url url = parse_url("http://[::1]:8080").value();
    BOOST_TEST(url.origin.host == "::1");
    BOOST_TEST(url.authority() == "[::1]:8080");
    BOOST_TEST(url.target == "/");
}

BOOST_AUTO_TEST_CASE(a_path_that_is_missing_is_the_root) {
    BOOST_TEST(parsed("http://a") == "http://a/");
    BOOST_TEST(parsed("http://a?b") == "http://a/?b");
    BOOST_TEST(parsed("http://a#b") == "http://a/");
}

BOOST_AUTO_TEST_CASE(what_cannot_stand_in_a_request_line_is_escaped) {
    BOOST_TEST(parsed("http://a/b c\xc3\xa4?d e%20") == "http://a/b%20c%C3%A4?d%20e%20");
}

BOOST_AUTO_TEST_CASE(what_is_no_url_of_http_is_refused) {
    for (const auto* text : {"", "a", "/a", "ftp://a/", "http:/a", "file:///a", "httpx://a"}) {
        BOOST_TEST(parsed(text) == to_text(UrlError::no_scheme), text);
    }
    for (const auto* text : {"http://", "http:///a", "http://:80/", "http://a:0/", "http://a:65536",
                             "http://a b/", "http://[::1/", "http://a:b/", "http://\xc3\xa4/"}) {
        BOOST_TEST(parsed(text) == to_text(UrlError::bad_authority), text);
    }
    BOOST_TEST(parsed("http://u:p@a/") == to_text(UrlError::has_credentials));
    BOOST_TEST(parsed("http://a/\r\nX: y") == to_text(UrlError::bad_character));
}

// RFC 3986 §5.4, but for the fragments.
BOOST_AUTO_TEST_CASE(references_mean_what_the_rfc_says) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g/"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q"},
        {"g#s", "http://a/b/c/g"},
        {";x", "http://a/b/c/;x"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {"..g", "http://a/b/c/..g"},
        {"./../g", "http://a/b/g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/./h", "http://a/b/c/g/h"},
        {"g/../h", "http://a/b/c/h"},
        {"g?y/./x", "http://a/b/c/g?y/./x"},
        {"https://g/x", "https://g/x"}};
    for (const auto& [reference, meaning] : cases) {
        BOOST_TEST(resolved(reference) == meaning, reference);
    }
}

BOOST_AUTO_TEST_CASE(a_reference_to_another_scheme_or_with_controls_is_refused) {
    BOOST_TEST(resolved("javascript:alert(1)") == to_text(UrlError::no_scheme));
    BOOST_TEST(resolved("g\nh") == to_text(UrlError::bad_character));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace tined::http
