#include "value/quote.hpp"

#include <boost/test/unit_test.hpp>

namespace {

std::string quoted(std::string_view text) {
    std::string out;
    tined::value::quote(text, out);
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(quoting)

BOOST_AUTO_TEST_CASE(controls_and_backslashes_are_escaped) {
    BOOST_TEST(quoted("a\nb\rc\td") == R"('a\nb\rc\td')");
    BOOST_TEST(quoted(std::string_view("\0\x1b\x7f", 3)) == R"('\x00\x1b\x7f')");
    BOOST_TEST(quoted("C:\\x") == R"('C:\\x')");
}

BOOST_AUTO_TEST_CASE(what_can_be_seen_is_kept) {
    BOOST_TEST(quoted("größe € 日本 😀") == "'größe € 日本 😀'");
    BOOST_TEST(quoted("\u00a1\u00ac\u00ae") == "'\u00a1\u00ac\u00ae'");
    BOOST_TEST(quoted("e\u0301") == "'e\u0301'");  // a combining mark is seen with its letter
}

BOOST_AUTO_TEST_CASE(what_cannot_be_seen_is_escaped_with_as_few_digits_as_python_uses) {
    BOOST_TEST(quoted("\u0085\u00a0\u00ad") == R"('\x85\xa0\xad')");
    BOOST_TEST(quoted("\u200b\u2028\ufeff") == R"('\u200b\u2028\ufeff')");
    BOOST_TEST(quoted("\u3000\ue000\uf8ff") == R"('\u3000\ue000\uf8ff')");
    BOOST_TEST(quoted("\U000e0041\U0010fffd") == R"('\U000e0041\U0010fffd')");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf_8_are_escaped_one_by_one) {
    BOOST_TEST(quoted("a\xff\xc3z") == R"('a\xff\xc3z')");
    BOOST_TEST(quoted("\xed\xa0\x80") == R"('\xed\xa0\x80')");
}

BOOST_AUTO_TEST_SUITE_END()
