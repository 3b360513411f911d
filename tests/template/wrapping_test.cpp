#include "template/wrapping.hpp"

#include <boost/test/unit_test.hpp>

#include "base/text.hpp"

namespace tined::templates {
namespace {

std::string wrap(std::string_view line, WrapStyle style) {
    return base::join(wrapped(line, style), "|");
}

BOOST_AUTO_TEST_CASE(a_line_is_broken_at_blanks_hyphens_and_dashes) {
    BOOST_CHECK_EQUAL(wrap("one two three", {.width = 8}), "one two|three");
    BOOST_CHECK_EQUAL(wrap("well-founded doubt", {.width = 6}), "well-f|ounded|doubt");
    BOOST_CHECK_EQUAL(wrap("yes--no", {.width = 5}), "yes--|no");
    BOOST_CHECK_EQUAL(wrap("", {.width = 5}), "");
    BOOST_CHECK_EQUAL(wrap("   ", {.width = 5}), "");
}

BOOST_AUTO_TEST_CASE(long_words_are_broken_or_not) {
    BOOST_CHECK_EQUAL(wrap("abcdefg h", {.width = 3}), "abc|def|g h");
    BOOST_CHECK_EQUAL(wrap("abcdefg h", {.width = 3, .breaks_words = false}), "abcdefg|h");
    BOOST_CHECK_EQUAL(wrap("äöüß", {.width = 1}), "ä|ö|ü|ß");
}

BOOST_AUTO_TEST_CASE(lines_end_in_many_ways) {
    BOOST_CHECK_EQUAL(base::join(lines_of("a\nb\r\nc\rd\u2028e\n"), "|"), "a|b|c|d|e");
    BOOST_CHECK(lines_of("").empty());
}

}  // namespace
}  // namespace tined::templates
