#include "config/yaml_failure.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace tined::config {
namespace {

/// Stands before the value of `a` when the parser fails at `offset`.
Explanation explained(std::string text, std::size_t offset, std::string_view message) {
    const Source source("f", std::move(text));
    Problems problems;
    TreeBuilder builder(source, {}, problems);
    builder.begin(NodeKind::mapping, 0, false);
    builder.scalar(0, "a");
    return explain(source, builder, offset, message);
}

BOOST_AUTO_TEST_SUITE(yaml_failure)

BOOST_AUTO_TEST_CASE(what_yaml_keeps_for_itself_is_blanked_to_the_end_of_its_line) {
    const Explanation found = explained("a: @b c\nd: e\n", 3, "unknown token");
    BOOST_TEST(found.message == "what begins with @ must be quoted: YAML keeps it for itself");
    BOOST_TEST(found.offset == 3u);
    BOOST_TEST(found.blank_begin == 3u);
    BOOST_TEST(found.blank_end == 7u);
}

BOOST_AUTO_TEST_CASE(a_statement_of_a_template_begins_before_the_percent_sign) {
    const Explanation found = explained("a: {% if b %}\n", 4, "unknown token");
    BOOST_TEST(found.offset == 3u);
    BOOST_TEST(found.message.starts_with("what begins with {% must be quoted"));
}

BOOST_AUTO_TEST_CASE(of_several_asterisks_the_first_is_told) {
    const Explanation found = explained("a: **b**\n", 5, "alias not found after *");
    BOOST_TEST(found.offset == 3u);
}

BOOST_AUTO_TEST_CASE(a_tab_is_told_at_the_start_of_its_line_and_ends_the_parsing) {
    const Explanation found = explained("a:\n\tb: c\n", 5, "illegal map value");
    BOOST_TEST(found.message == "a tab in the indentation: YAML wants spaces");
    BOOST_TEST(found.offset == 3u);
    BOOST_TEST(!found.is_of_value);
    BOOST_TEST(found.blank_begin == found.blank_end);
}

BOOST_AUTO_TEST_CASE(what_no_trap_explains_is_told_in_the_parsers_words) {
    const Explanation found = explained("a: b\n", 3, "something new");
    BOOST_TEST(found.message == "this is not YAML: something new");
    BOOST_TEST(found.blank_begin == found.blank_end);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
