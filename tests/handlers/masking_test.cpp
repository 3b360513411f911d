#include "handlers/masking.hpp"

#include <boost/test/unit_test.hpp>

using namespace tined::handlers;

BOOST_AUTO_TEST_SUITE(masking)

BOOST_AUTO_TEST_CASE(a_secret_is_known_by_its_name_in_any_case) {
    for (const char* const name : {"password", "Passwd", "new_password", "Authorization",
                                   "Proxy-Authorization", "X-Api-Key", "csrf_token", "SESSIONID"}) {
        BOOST_TEST(is_secret_name(name), name);
        BOOST_TEST(shown_value(name, "xyzzy") == "(masked, 5 bytes)", name);
    }
    for (const char* const name : {"author", "name", "Accept", "page", "pinned"}) {
        BOOST_TEST(!is_secret_name(name), name);
    }
}

BOOST_AUTO_TEST_CASE(a_signed_value_is_a_secret_by_any_name) {
    BOOST_TEST(shown_value("who", "2|1:0|10:1700000000|3:who|4:YW5u|abc") == "(masked, 36 bytes)");
    BOOST_TEST(shown_value("who", "ann") == "ann");
}

BOOST_AUTO_TEST_CASE(an_empty_secret_is_shown_to_be_empty) {
    BOOST_TEST(shown_value("password", "") == "");
}

BOOST_AUTO_TEST_CASE(a_long_value_is_cut_between_characters) {
    const std::string value = std::string(999, 'x') + "\xc3\xa9" + "y";
    BOOST_TEST(shown_value("a", value) == std::string(999, 'x') + "... (1002 bytes)");
}

BOOST_AUTO_TEST_CASE(of_a_url_only_what_is_secret_in_its_query_is_masked) {
    BOOST_TEST(shown_url("/a?b=c&password=x&d") == "/a?b=c&password=(masked)&d");
    BOOST_TEST(shown_url("/a?pass%77ord=x") == "/a?pass%77ord=(masked)");
    BOOST_TEST(shown_url("/password=x") == "/password=x");
}

BOOST_AUTO_TEST_SUITE_END()
