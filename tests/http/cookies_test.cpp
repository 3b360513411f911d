#include "http/cookies.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace tined::http {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::sys_seconds now{784111777s};  // Sun, 06 Nov 1994 08:49:37 GMT

Pairs read(std::string_view line) {
    Fields fields;
    fields.add("Cookie", line);
    return parse_cookies(fields);
}

std::string write(const SetCookie& cookie) {
    const auto line = write_set_cookie(cookie, now);
    BOOST_TEST_REQUIRE(line.has_value());
    return *line;
}

SetCookie bare(std::string value) {
    SetCookie cookie;
    cookie.name = "n";
    cookie.value = std::move(value);
    cookie.path = "";
    cookie.http_only = false;
    cookie.same_site = SameSite::unset;
    return cookie;
}

CookieError error_of(const SetCookie& cookie) {
    const auto line = write_set_cookie(cookie, now);
    BOOST_TEST_REQUIRE(!line.has_value());
    return line.error();
}

BOOST_AUTO_TEST_SUITE(cookies)

BOOST_AUTO_TEST_CASE(cookies_are_split_at_semicolons_and_trimmed) {
    const Pairs cookies = read("a=1; b=2;c = 3 ;; d=");
    BOOST_TEST(cookies.size() == 4u);
    BOOST_TEST(cookies.find_last("a").value() == "1");
    BOOST_TEST(cookies.find_last("b").value() == "2");
    BOOST_TEST(cookies.find_last("c").value() == "3");
    BOOST_TEST(cookies.find_last("d").value() == "");
}

BOOST_AUTO_TEST_CASE(a_value_may_hold_signs_of_equality_spaces_and_commas) {
    BOOST_TEST(read("a=b=c==").find_last("a").value() == "b=c==");
    BOOST_TEST(read("a=b c, d").find_last("a").value() == "b c, d");
}

BOOST_AUTO_TEST_CASE(a_piece_without_a_sign_of_equality_is_a_value_without_a_name) {
    const Pairs cookies = read("alone; a=1");
    BOOST_TEST(cookies.find_last("").value() == "alone");
    BOOST_TEST(cookies.size() == 2u);
}

BOOST_AUTO_TEST_CASE(quotes_are_taken_off_and_escapes_in_them_undone) {
    BOOST_TEST(read("a=\"b c\"").find_last("a").value() == "b c");
    BOOST_TEST(read("a=\"b\\\"c\\\\d\"").find_last("a").value() == "b\"c\\d");
    BOOST_TEST(read("a=\"\\054\\303\\251\\0\"").find_last("a").value() ==
               ",\xc3\xa9"
               "0");
    BOOST_TEST(read("a=\"").find_last("a").value() == "\"");
    BOOST_TEST(read("a=\"b").find_last("a").value() == "\"b");
    BOOST_TEST(read("a=\"\"").find_last("a").value() == "");
    BOOST_TEST(read("a=b\\054").find_last("a").value() == "b\\054");
    BOOST_TEST(read("a=\"\\400\\\"").find_last("a").value() == "400\\");
}

BOOST_AUTO_TEST_CASE(of_several_the_last_counts_over_all_lines) {
    Fields fields;
    fields.add("cookie", "a=1; a=2");
    fields.add("X", "a=9");
    fields.add("COOKIE", "a=3");
    BOOST_TEST(parse_cookies(fields).find_last("a").value() == "3");
    BOOST_TEST(parse_cookies(fields).all("a").size() == 3u);
}

BOOST_AUTO_TEST_CASE(what_is_not_utf_8_is_replaced) {
    BOOST_TEST(read("a=\xff").find_last("a").value() == "\xef\xbf\xbd");
}

BOOST_AUTO_TEST_CASE(a_cookie_is_written_with_its_attributes) {
    SetCookie cookie;
    cookie.name = "sid";
    cookie.value = "2|1:0|10:784111777|3:sid|4:YQ==|ab";
    cookie.max_age = 30s;
    cookie.domain = "example.com";
    cookie.secure = true;
    cookie.same_site = SameSite::none;
    BOOST_TEST(write(cookie) ==
               "sid=2|1:0|10:784111777|3:sid|4:YQ==|ab; Max-Age=30; "
               "Expires=Sun, 06 Nov 1994 08:50:07 GMT; Domain=example.com; Path=/; HttpOnly; "
               "Secure; SameSite=None");
    SetCookie plain;
    plain.name = "a";
    BOOST_TEST(write(plain) == "a=; Path=/; HttpOnly; SameSite=Lax");
}

BOOST_AUTO_TEST_CASE(a_max_age_of_nothing_or_less_clears) {
    SetCookie cookie = bare("");
    for (const auto age : {0s, -5s}) {
        cookie.max_age = age;
        BOOST_TEST(write(cookie) == "n=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
    }
}

BOOST_AUTO_TEST_CASE(the_longest_max_age_does_not_overflow) {
    SetCookie cookie = bare("x");
    cookie.max_age = std::chrono::seconds::max();
    BOOST_TEST(write(cookie).starts_with("n=x; Max-Age=31556952"));
}

BOOST_AUTO_TEST_CASE(what_is_no_cookie_octet_is_quoted_so_that_it_comes_back) {
    BOOST_TEST(write(bare("a b")) == "n=\"a b\"");
    BOOST_TEST(write(bare("a,\"\\\xc3\xa9")) == "n=\"a\\054\\\"\\\\\\303\\251\"");
    for (const char* value : {"", "plain", "a b", " a ", "a,b", "\"", "\\", "\\054", "\"q\"",
                              "\xe4\xbd\xa0", "a=b", "100%"}) {
        BOOST_TEST(read(write(bare(value))).find_last("n").value() == value);
    }
}

BOOST_AUTO_TEST_CASE(semicolons_and_control_characters_are_refused) {
    for (const std::string value : {"a;b", "a\r\nSet-Cookie: x=y", "a\nb", "a\tb", "\x7f"}) {
        BOOST_TEST((error_of(bare(value)) == CookieError::bad_value), value);
    }
    BOOST_TEST((error_of(bare(std::string(1, '\0'))) == CookieError::bad_value));
}

BOOST_AUTO_TEST_CASE(names_paths_and_domains_are_checked) {
    SetCookie cookie = bare("x");
    for (const char* name : {"", "a b", "a=b", "a;b", "\xc3\xa9", "a\n"}) {
        cookie.name = name;
        BOOST_TEST((error_of(cookie) == CookieError::bad_name), name);
    }
    cookie = bare("x");
    for (const char* path : {"/a;b", "/a\r\n", "a"}) {
        cookie.path = path;
        BOOST_TEST((error_of(cookie) == CookieError::bad_path), path);
    }
    cookie = bare("x");
    for (const char* domain : {"a;b", "a b", "a\r\n", "a_b"}) {
        cookie.domain = domain;
        BOOST_TEST((error_of(cookie) == CookieError::bad_domain), domain);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
