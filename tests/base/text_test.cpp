#include "base/text.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdint>

using namespace tined;

BOOST_AUTO_TEST_CASE(lower_and_upper_case_change_ascii_letters_only) {
    BOOST_TEST(base::to_lower("AZ[\xC3\x84 09") == "az[\xC3\x84 09");
    BOOST_TEST(base::to_upper("az{\xC3\xA4 09") == "AZ{\xC3\xA4 09");
}

BOOST_AUTO_TEST_CASE(case_is_ignored_for_letters_and_not_for_their_neighbours_in_ascii) {
    BOOST_TEST(base::equals_ignoring_case("Keep-Alive", "keep-aLIVE"));
    BOOST_TEST(!base::equals_ignoring_case("[", "{"));
    BOOST_TEST(!base::equals_ignoring_case("@", "`"));
    BOOST_TEST(!base::equals_ignoring_case("close", "closed"));
    BOOST_TEST(base::equals_ignoring_case("", ""));
}

// Eight bytes are compared in one step: so each byte against each, at each place of a short text,
// of a step and of the step that overlaps it.
BOOST_AUTO_TEST_CASE(texts_are_equal_but_for_case_as_their_characters_are) {
    const auto differing = [](std::size_t size, std::size_t at, char a, char b) {
        std::string one(size, 'x'), other(size, 'X');
        one[at] = a;
        other[at] = b;
        return base::equals_ignoring_case(one, other) != (base::to_lower(a) == base::to_lower(b));
    };
    for (const std::size_t size : {1u, 2u, 3u, 4u, 7u, 8u, 11u, 16u, 17u}) {
        std::size_t wrong = 0;
        for (std::size_t at = 0; at < size; ++at) {
            for (int a = 0; a < 256; ++a) {
                for (int b = a % 16; b < 256; b += 16)  // 32 apart is among them
                    wrong += differing(size, at, static_cast<char>(a), static_cast<char>(b));
            }
        }
        BOOST_TEST(wrong == 0u, "of " << size << " bytes");
    }
}

BOOST_AUTO_TEST_CASE(a_prefix_longer_than_the_text_is_none) {
    BOOST_TEST(base::starts_with_ignoring_case("Bytes=0-", "bytes="));
    BOOST_TEST(base::starts_with_ignoring_case("x", ""));
    BOOST_TEST(!base::starts_with_ignoring_case("byte", "bytes"));
}

BOOST_AUTO_TEST_CASE(trim_takes_white_space_and_trim_blanks_only_spaces_and_tabs) {
    BOOST_TEST(base::trim("\r\n\t a b \v\f") == "a b");
    BOOST_TEST(base::trim(" \n") == "");
    BOOST_TEST(base::trim_right(" a\n\n") == " a");
    BOOST_TEST(base::trim_blanks("\t a\n ") == "a\n");
    BOOST_TEST(base::trim(std::string_view("\0 ", 2)) == std::string_view("\0", 1));
}

BOOST_AUTO_TEST_CASE(n_separators_make_n_and_one_pieces) {
    BOOST_TEST(base::split("", ',').size() == 1u);
    const auto pieces = base::split(",a,,b", ',');
    BOOST_TEST(base::join(pieces, "|") == "|a||b");
    BOOST_TEST(pieces.size() == 4u);
    BOOST_TEST(base::join(std::vector<std::string>{}, ", ") == "");
    BOOST_TEST(base::join(std::vector<std::string>{"x"}, ", ") == "x");
}

BOOST_AUTO_TEST_CASE(split_once_splits_at_the_first_separator) {
    const auto halves = base::split_once("a=b=c", '=');
    BOOST_TEST_REQUIRE(halves.has_value());
    BOOST_TEST(halves->before == "a");
    BOOST_TEST(halves->after == "b=c");
    BOOST_TEST(!base::split_once("abc", '=').has_value());
}

BOOST_AUTO_TEST_CASE(an_integer_is_digits_and_nothing_else) {
    BOOST_TEST(base::parse_integer<int>("0").value() == 0);
    BOOST_TEST(base::parse_integer<int>("-17").value() == -17);
    BOOST_TEST(base::parse_integer<unsigned>("007").value() == 7u);
    for (const std::string_view bad :
         {"", " 1", "1 ", "+1", "-", "--1", "1.0", "1e3", "0x10", "1_000", "\xD9\xA1"}) {
        BOOST_TEST(!base::parse_integer<int>(bad).has_value(), "believed: " << bad);
    }
    BOOST_TEST(!base::parse_integer<unsigned>("-1").has_value());
    BOOST_TEST(!base::parse_integer<unsigned>("-0").has_value());
}

BOOST_AUTO_TEST_CASE(an_integer_that_does_not_fit_is_none_instead_of_wrapped) {
    BOOST_TEST(base::parse_integer<std::uint64_t>("18446744073709551615").value() == UINT64_MAX);
    BOOST_TEST(!base::parse_integer<std::uint64_t>("18446744073709551616").has_value());
    BOOST_TEST(base::parse_integer<std::int64_t>("-9223372036854775808").value() == INT64_MIN);
    BOOST_TEST(!base::parse_integer<std::int64_t>("-9223372036854775809").has_value());
    BOOST_TEST(!base::parse_integer<std::uint8_t>("256").has_value());
}

BOOST_AUTO_TEST_CASE(a_real_number_is_finite_and_has_a_point_in_every_locale) {
    BOOST_TEST(base::parse_real("1.5").value() == 1.5);
    BOOST_TEST(base::parse_real("-2e3").value() == -2000.0);
    for (const std::string_view bad :
         {"", "inf", "nan", "-inf", "1e999", "1,5", " 1", "+1", "1.5x"}) {
        BOOST_TEST(!base::parse_real(bad).has_value(), "believed: " << bad);
    }
}

BOOST_AUTO_TEST_CASE(hexadecimal_digits_go_there_and_back) {
    const std::string bytes("\x00\x7f\x80\xff", 4);
    BOOST_TEST(base::to_hex(bytes) == "007f80ff");
    BOOST_TEST(base::from_hex("007F80fF").value() == bytes);
    BOOST_TEST(base::from_hex("").value() == "");
    for (const std::string_view bad : {"0", "0g", "0x", " 0", "-1"}) {
        BOOST_TEST(!base::from_hex(bad).has_value(), "believed: " << bad);
    }
}

BOOST_AUTO_TEST_CASE(a_token_is_made_of_the_77_characters_of_rfc_9110) {
    int count = 0;
    for (int c = 0; c < 256; ++c) count += base::is_token_char(static_cast<char>(c)) ? 1 : 0;
    BOOST_TEST(count == 10 + 26 + 26 + 15);
    BOOST_TEST(base::is_token("x-Y_1!#$%&'*+.^`|~"));
    for (const std::string_view bad :
         {"", "a b", "a:", "a\"", "(a)", "a/b", "a=", "\x7f", "\xC3"}) {
        BOOST_TEST(!base::is_token(bad), "believed: " << bad);
    }
}

BOOST_AUTO_TEST_CASE(the_classes_of_characters_end_where_ascii_says) {
    BOOST_TEST(base::is_control('\x1f'));
    BOOST_TEST(base::is_control('\x7f'));
    BOOST_TEST(!base::is_control(' '));
    BOOST_TEST(!base::is_control('\x80'));
    BOOST_TEST(base::is_visible('!'));
    BOOST_TEST(base::is_visible('~'));
    BOOST_TEST(!base::is_visible(' '));
    BOOST_TEST(!base::is_visible('\xff'));
    BOOST_TEST(!base::is_space('\b'));
    BOOST_TEST(!base::is_space('\x0e'));
    BOOST_TEST(base::hex_value('f') == 15);
    BOOST_TEST(base::hex_value('g') == -1);
    BOOST_TEST(base::hex_value('G') == -1);
}

BOOST_AUTO_TEST_CASE(a_peers_bytes_in_a_message_stay_on_their_line) {
    BOOST_TEST(base::escape_for_message("a b\r\n\t\"\\\x1b[31m\xC3\xA4") ==
               R"(a b\r\n\t\"\\\x1b[31m\xc3\xa4)");
}
