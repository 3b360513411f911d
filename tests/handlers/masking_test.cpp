#include "handlers/masking.hpp"

#include <boost/test/unit_test.hpp>

#include "base/text.hpp"
#include "value/json.hpp"

using namespace tined;
using namespace tined::handlers;

BOOST_AUTO_TEST_SUITE(masking)

BOOST_AUTO_TEST_CASE(a_secret_is_known_by_its_name_in_any_case) {
    for (const char* const name :
         {"password", "Passwd", "new_password", "Authorization", "Proxy-Authorization", "X-Api-Key",
          "csrf_token", "SESSIONID", "_xsrf", "PHPSESSID", "sid", "jwt", "pass", "code", "key"}) {
        BOOST_TEST(is_secret_name(name), name);
        BOOST_TEST(shown_value(name, "xyzzy") == "(masked)", name);
    }
    for (const char* const name :
         {"author", "name", "Accept", "page", "pinned", "keyboard", "side", "encode"}) {
        BOOST_TEST(!is_secret_name(name), name);
    }
}

BOOST_AUTO_TEST_CASE(a_signed_value_is_a_secret_by_any_name) {
    BOOST_TEST(shown_value("who", "2|1:0|10:1700000000|3:who|4:YW5u|abc") == "(masked)");
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
    BOOST_TEST(shown_url("http://u:pw@a/b?c=d") == "http://(masked)@a/b?c=d");
    BOOST_TEST(shown_url("http://a/@b") == "http://a/@b");
}

BOOST_AUTO_TEST_CASE(a_long_name_is_cut) {
    BOOST_TEST(shown_name(std::string(201, '<')) == std::string(200, '<') + "... (201 bytes)");
    BOOST_TEST(shown_name("a") == "a");
}

BOOST_AUTO_TEST_CASE(names_within_a_value_are_looked_at_too) {
    const auto body =
        value::parse_json(R"({"user":{"secret":"zzz","name":"ann"},"l":[{"pin":1}]})");
    BOOST_TEST_REQUIRE(body.has_value());
    BOOST_TEST(shown_nested("json", *body) ==
               "{'user': {'secret': '(masked)', 'name': 'ann'}, 'l': [{'pin': '(masked)'}]}");
    BOOST_TEST(shown_nested("password", *body) == "(masked)");
    BOOST_TEST(shown_nested("page", value::Value(7)) == "7");
}

BOOST_AUTO_TEST_CASE(what_is_nested_too_deep_to_be_looked_at_is_masked) {
    value::Value nested = "zzz";
    for (int i = 0; i < 100; ++i) nested = value::List{nested};
    BOOST_TEST(!shown_nested("a", nested).contains("zzz"));
}

std::string masked(std::string_view file) {
    KeysMask mask;
    std::string shown;
    for (const auto line : base::split(file, '\n')) shown += mask.shown(line) + "\n";
    return shown;
}

BOOST_AUTO_TEST_CASE(keys_in_flow_style_are_masked_to_the_end_of_their_line) {
    BOOST_TEST(masked("cookies: {keys: {1: \"abc\"}}\nworkers: 2") ==
               "cookies: {keys: (masked)\nworkers: 2\n");
    BOOST_TEST(masked("cookies: {max_age: 1h, keys: abc}") ==
               "cookies: {max_age: 1h, keys: (masked)\n");
}

BOOST_AUTO_TEST_CASE(keys_in_flow_style_over_several_lines_are_masked_until_they_end) {
    BOOST_TEST(masked("cookies: {keys: {1: abc,\n2: def}}\nworkers: 2") ==
               "cookies: {keys: (masked)\n(masked)\nworkers: 2\n");
}

BOOST_AUTO_TEST_CASE(keys_in_block_style_are_masked_as_long_as_they_are_indented) {
    BOOST_TEST(
        masked("cookies:\n  keys:  # two\n    1: abc\n\n    2: def\n  max_age: 1h\nworkers: 2") ==
        "cookies:\n  keys:  # two\n    (masked)\n\n    (masked)\n  max_age: 1h\nworkers: 2\n");
}

BOOST_AUTO_TEST_CASE(what_only_looks_like_the_key_is_shown) {
    for (const char* const line : {"<p>keys: 1</p>", "monkeys: 3", "keys:1"}) {
        BOOST_TEST(masked(line) == std::string(line) + "\n");
    }
}

BOOST_AUTO_TEST_SUITE_END()
