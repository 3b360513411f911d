#include "base/nearest.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <string>

using namespace tined;

namespace {

constexpr std::array<std::string_view, 5> keys = {"text", "template", "static", "status", "html"};

std::string suggest(std::string_view word) {
    return std::string(base::nearest(word, keys).value_or("(nothing)"));
}

}  // namespace

BOOST_AUTO_TEST_CASE(swapped_dropped_added_and_changed_letters_are_found) {
    BOOST_TEST(suggest("tempalte") == "template");
    BOOST_TEST(suggest("tmplate") == "template");
    BOOST_TEST(suggest("htmml") == "html");
    BOOST_TEST(suggest("stotic") == "static");
}

BOOST_AUTO_TEST_CASE(a_swap_of_neighbours_counts_as_one_change) {
    BOOST_TEST(suggest("htlm") == "html");  // 4 letters: one change is all that is allowed
}

BOOST_AUTO_TEST_CASE(case_does_not_count) { BOOST_TEST(suggest("HTML") == "html"); }

BOOST_AUTO_TEST_CASE(the_first_of_equally_near_words_wins) {
    // One change from either.
    constexpr std::array<std::string_view, 2> words = {"bat", "cat"};
    BOOST_TEST(base::nearest("hat", words).value() == "bat");
}

BOOST_AUTO_TEST_CASE(more_than_a_third_of_the_letters_wrong_suggests_nothing) {
    BOOST_TEST(suggest("txxt") == "text");
    BOOST_TEST(suggest("txxy") == "(nothing)");
    BOOST_TEST(suggest("redirect") == "(nothing)");
    BOOST_TEST(suggest("") == "(nothing)");
    BOOST_TEST(suggest(std::string(100000, 't')) == "(nothing)");
}

BOOST_AUTO_TEST_CASE(a_word_of_one_letter_is_not_mistaken_for_any_other) {
    constexpr std::array<std::string_view, 2> words = {"a", "in"};
    BOOST_TEST(!base::nearest("x", words).has_value());
    BOOST_TEST(base::nearest("i", words).value() == "in");
}
