#include "config/yaml_traps.hpp"

#include <boost/test/unit_test.hpp>

namespace tined::config {
namespace {

BOOST_AUTO_TEST_SUITE(yaml_traps)

BOOST_AUTO_TEST_CASE(what_yaml_keeps_for_itself_is_a_trap_at_the_start_of_a_value) {
    for (const char* value : {"{{ x }}", "{% if x %}", "*x", "&copy;", "@x", "%d", "`x`",
                              "[::1]:80", "[fe80::1.2.3.4]:80"}) {
        BOOST_TEST(opening_trap(value).has_value(), value);
    }
    for (const char* value :
         {"x {{ y }}", "{a: b}", "[a, b]", "[::1]", "'*x'", "/users", "!x", ""}) {
        BOOST_TEST(!opening_trap(value).has_value(), value);
    }
}

BOOST_AUTO_TEST_CASE(an_ipv6_address_is_known_by_its_colons_and_digits) {
    BOOST_TEST(is_bracketed_v6("[2001:db8::1]:443"));
    BOOST_TEST(!is_bracketed_v6("[a: b]: c"));
    BOOST_TEST(!is_bracketed_v6("[::1"));
    BOOST_TEST(!is_bracketed_v6("[1:2]:3"));
}

BOOST_AUTO_TEST_CASE(a_comment_after_one_word_is_a_comment) {
    const Source source("f", "word # comment");
    BOOST_TEST(!comment_trap(source, 4, "word", false).has_value());
    BOOST_TEST(comment_trap(source, 4, "word", true).has_value());
}

BOOST_AUTO_TEST_CASE(a_comment_after_two_blanks_is_always_a_comment) {
    const Source source("f", "two words  #1");
    BOOST_TEST(!comment_trap(source, 9, "two words", true).has_value());
}

BOOST_AUTO_TEST_CASE(what_looks_like_text_after_one_blank_is_a_trap) {
    BOOST_TEST(comment_trap(Source("f", "word #1"), 4, "word", false).has_value());
    BOOST_TEST(comment_trap(Source("f", "two words # x"), 9, "two words", false).has_value());
    BOOST_TEST(!comment_trap(Source("f", "word #"), 4, "word", false).has_value());
    BOOST_TEST(!comment_trap(Source("f", "word"), 4, "word", true).has_value());
}

BOOST_AUTO_TEST_CASE(a_tab_counts_only_in_the_indentation) {
    BOOST_TEST(tab_trap(Source("f", " \ta"), 2).has_value());
    BOOST_TEST(!tab_trap(Source("f", "a\tb"), 2).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
