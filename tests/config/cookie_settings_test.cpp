#include "config/cookie_settings.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/config/written.hpp"

namespace tined::config {
namespace {

const std::string long_enough = "0123456789abcdef0123456789abcdef";

Cookies cookies_of(Written& text) {
    Cookies cookies;
    read_cookies(text.reader(), cookies);
    return cookies;
}

BOOST_AUTO_TEST_SUITE(cookie_settings)

BOOST_AUTO_TEST_CASE(the_highest_version_signs_if_none_is_named) {
    Written text("keys: {7: a" + long_enough + ", 2: b" + long_enough + "}\n");
    const Cookies cookies = cookies_of(text);
    BOOST_TEST(text.said() == "");
    BOOST_TEST(cookies.keys.keys.size() == 2u);
    BOOST_TEST(cookies.keys.current == 7u);
    BOOST_TEST(!cookies.keys.believes_any_version);
}

BOOST_AUTO_TEST_CASE(the_version_that_is_named_signs) {
    Written text("keys: {7: a" + long_enough + ", 2: b" + long_enough + "}\ncurrent: 2\n");
    BOOST_TEST(cookies_of(text).keys.current == 2u);
    BOOST_TEST(text.said() == "");
}

BOOST_AUTO_TEST_CASE(a_bare_secret_is_version_zero) {
    Written text("keys: " + long_enough + "\n");
    const Cookies cookies = cookies_of(text);
    BOOST_TEST(
        (cookies.keys.keys.at(0).code_of("text") == crypto::HmacKey(long_enough).code_of("text")));
    BOOST_TEST(cookies.keys.believes_any_version);
}

BOOST_AUTO_TEST_CASE(a_key_of_31_bytes_is_refused_and_one_of_32_is_taken) {
    Written text("keys: {1: " + long_enough + ", 2: " + long_enough.substr(1) + "}\n");
    const Cookies cookies = cookies_of(text);
    BOOST_TEST(cookies.keys.keys.contains(1));
    BOOST_TEST(text.said() == "f:1:48: keys.2: a key has at least 32 bytes, and this one has 31\n");
}

BOOST_AUTO_TEST_CASE(what_cookies_have_by_default_is_read) {
    Written text(
        "max_age: 90s\ndefaults: {path: /shop, http_only: false, secure: true, same_site: off}\n");
    const Cookies cookies = cookies_of(text);
    BOOST_TEST(text.said() == "");
    BOOST_CHECK(cookies.max_age == std::chrono::seconds(90));
    BOOST_TEST(cookies.defaults.path == "/shop");
    BOOST_TEST(!cookies.defaults.http_only);
    BOOST_CHECK(cookies.defaults.secure == CookieDefaults::Secure::on);
    BOOST_CHECK(cookies.defaults.same_site == http::SameSite::unset);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
