#include "http/method.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace tined::http {
namespace {

BOOST_AUTO_TEST_SUITE(method)

BOOST_AUTO_TEST_CASE(each_method_is_read_from_its_own_text) {
    for (const Method method : {Method::get, Method::head, Method::post, Method::put, Method::patch,
                                Method::delete_, Method::options}) {
        BOOST_TEST((method_from(to_text(method)) == method), to_text(method));
    }
    BOOST_TEST(to_text(Method::other).empty());
}

BOOST_AUTO_TEST_CASE(methods_are_case_sensitive_and_whole) {
    for (const char* text : {"get", "Get", "GE", "GETS", "", "POS", "DELETE ", "OPTION", "TRACE"}) {
        BOOST_TEST((method_from(text) == Method::other), text);
    }
}

BOOST_AUTO_TEST_CASE(registered_and_common_methods_are_known) {
    for (const char* text : {"GET", "OPTIONS", "TRACE", "REPORT", "PURGE", "LINK", "M-SEARCH",
                             "ACL", "QUERY", "VIEW", "X-MS-ENUMATTS"}) {
        BOOST_TEST(is_known_method(text), text);
    }
}

BOOST_AUTO_TEST_CASE(unknown_tokens_connect_and_the_preface_of_http_2_are_not) {
    for (const char* text : {"CONNECT", "PRI", "BREW", "get", "", "GETX", "Z", "A"}) {
        BOOST_TEST(!is_known_method(text), text);
    }
}

BOOST_AUTO_TEST_CASE(get_head_and_options_are_safe) {
    BOOST_TEST(is_safe(Method::get));
    BOOST_TEST(is_safe(Method::head));
    BOOST_TEST(is_safe(Method::options));
    BOOST_TEST(!is_safe(Method::post));
    BOOST_TEST(!is_safe(Method::delete_));
    BOOST_TEST(!is_safe(Method::other));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
