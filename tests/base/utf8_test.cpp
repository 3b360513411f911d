#include "base/utf8.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace tined;

namespace {

// Every place in and across the words of 8 bytes that the fast path looks at.
void check_everywhere(std::string_view piece, bool good) {
    for (std::size_t before = 0; before < 20; ++before) {
        for (std::size_t after = 0; after < 20; ++after) {
            const std::string text =
                std::string(before, 'a') + std::string(piece) + std::string(after, 'b');
            if (base::is_utf8(text) != good) {
                BOOST_ERROR("wrong about " << before << " + " << piece.size() << " + " << after);
            }
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_first_and_last_code_points_of_each_size_are_utf8) {
    BOOST_TEST(base::is_utf8(""));
    check_everywhere(std::string_view("\0", 1), true);
    check_everywhere("\x7f", true);
    check_everywhere("\xC2\x80", true);
    check_everywhere("\xDF\xBF", true);
    check_everywhere("\xE0\xA0\x80", true);
    check_everywhere("\xED\x9F\xBF", true);
    check_everywhere("\xEE\x80\x80", true);
    check_everywhere("\xEF\xBF\xBF", true);
    check_everywhere("\xF0\x90\x80\x80", true);
    check_everywhere("\xF4\x8F\xBF\xBF", true);
}

BOOST_AUTO_TEST_CASE(overlong_forms_are_not_utf8) {
    check_everywhere("\xC0\x80", false);
    check_everywhere("\xC1\xBF", false);
    check_everywhere("\xE0\x9F\xBF", false);
    check_everywhere("\xF0\x8F\xBF\xBF", false);
}

BOOST_AUTO_TEST_CASE(surrogates_and_what_is_above_10FFFF_are_not_utf8) {
    check_everywhere("\xED\xA0\x80", false);
    check_everywhere("\xED\xBF\xBF", false);
    check_everywhere("\xF4\x90\x80\x80", false);
    check_everywhere("\xF5\x80\x80\x80", false);
    check_everywhere("\xFF", false);
}

BOOST_AUTO_TEST_CASE(a_sequence_that_is_cut_or_begins_in_the_middle_is_not_utf8) {
    check_everywhere("\x80", false);
    check_everywhere("\xC3", false);
    check_everywhere("\xE2\x82", false);
    check_everywhere("\xF0\x9F\x98", false);
    check_everywhere("\xC3\xC3\xA4", false);
    check_everywhere("\xE2\x82\xAC\xAC", false);
}

BOOST_AUTO_TEST_CASE(every_code_point_is_written_and_read_back_but_surrogates) {
    for (char32_t value = 0; value <= 0x110000; ++value) {
        std::string text;
        const bool expected = value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
        const bool written = base::append_code_point(text, value);
        const auto read = base::first_code_point(text);
        const bool round = read && read->value == value && read->size == text.size();
        if (written != expected || round != expected) {
            BOOST_ERROR("wrong about code point " << static_cast<unsigned long>(value));
        }
    }
}

BOOST_AUTO_TEST_CASE(code_points_are_counted_instead_of_bytes) {
    BOOST_TEST(base::count_code_points("") == 0u);
    BOOST_TEST(base::count_code_points("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80") == 4u);
}
