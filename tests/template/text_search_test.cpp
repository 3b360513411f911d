#include "template/text_search.hpp"

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <vector>

#include "tests/template/rendering.hpp"

namespace tined::templates {
namespace {

constexpr auto npos = std::string_view::npos;

std::size_t last(std::string_view text, std::string_view sought) {
    return BackwardSearch(text, sought).find_before(text.size());
}

BOOST_AUTO_TEST_CASE(the_first_and_the_last_place_are_those_of_the_standard_library) {
    const std::string sought(100, 'x');
    for (const std::string& text : {std::string(), std::string("abcabc"), "ab" + sought + "c",
                                    sought + sought, sought + "y" + sought + "z"}) {
        for (const std::string& wanted : {std::string(), std::string("bc"), std::string("c"),
                                          sought, sought + "y", sought + "q", text}) {
            BOOST_CHECK_EQUAL(find_first(text, wanted), text.find(wanted));
            BOOST_CHECK_EQUAL(find_first(text, wanted, 2), text.find(wanted, 2));
            BOOST_CHECK_EQUAL(last(text, wanted), text.rfind(wanted));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_before_the_last_place_is_found_next) {
    const std::string sought(100, 'x');
    const std::string text = sought + "-" + sought + "-";
    const BackwardSearch search(text, sought);
    BOOST_CHECK_EQUAL(search.find_before(text.size()), 101U);
    BOOST_CHECK_EQUAL(search.find_before(101), 0U);
    BOOST_CHECK_EQUAL(search.find_before(0), npos);
}

BOOST_AUTO_TEST_CASE(characters_are_stripped_whole) {
    BOOST_CHECK_EQUAL(stripped("xxaxx", "x", true, true), "a");
    BOOST_CHECK_EQUAL(stripped("xxaxx", "x", true, false), "axx");
    BOOST_CHECK_EQUAL(stripped("xxaxx", "x", false, true), "xxa");
    BOOST_CHECK_EQUAL(stripped("äöä", "ä", true, true), "ö");
    // ö is C3 B6, ä is C3 A4: half a character is none
    BOOST_CHECK_EQUAL(stripped("öä", "\xc3", true, true), "öä");
    BOOST_CHECK_EQUAL(stripped("\xc3"
                               "a",
                               "\xc3", true, true),
                      "a");
    BOOST_CHECK_EQUAL(stripped("ää", "ä", true, true), "");
    BOOST_CHECK_EQUAL(stripped("", "x", true, true), "");
    BOOST_CHECK_EQUAL(stripped("x", "", true, true), "x");
}

// A visitor sends both texts. The naive search makes 4 * 10^12 comparisons of them: many minutes.
struct Hostile {
    std::string template_source;
    std::string result;
};

BOOST_AUTO_TEST_CASE(hostile_texts_are_searched_in_linear_time) {
    const std::string a(4'000'000, 'a');
    const std::string needle = std::string(2'000'000, 'a') + "b";
    std::string data = R"({"t":")";
    data.append(a).append(R"(","q":")").append(needle).append(R"(","r":"b)");
    data.append(needle, 0, needle.size() - 1).append(R"("})");
    const auto start = std::chrono::steady_clock::now();
    for (const Hostile& one : std::vector<Hostile>{
             {"{{ q in t }}{{ r in t }}", "FalseFalse"},
             {"{{ t.find(q) }}{{ t.rfind(r) }}{{ t.rfind(q) }}", "-1-1-1"},
             {"{{ t.count(q) }}{{ t.count(r) }}", "00"},
             {"{{ t.split(q)|length }}{{ t.rsplit(r)|length }}", "11"},
             {"{{ t.partition(q)[1] }}{{ t.rpartition(r)[1] }}", ""},
             {"{{ t|replace(q, '')|length }}{{ t.replace(r, '')|length }}", "40000004000000"}}) {
        BOOST_CHECK_EQUAL(rendered(one.template_source, data), one.result);
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    BOOST_CHECK_LT(taken.count(), 60);  // under any load; it is about one second
}

BOOST_AUTO_TEST_CASE(a_strip_asks_each_character_once_whatever_the_set) {
    std::string set;
    for (int i = 0; i < 20'000; ++i) set += "ä";
    for (int i = 0; i < 20'000; ++i) set += "x";
    const std::string text(1'000'000, 'x');
    const auto start = std::chrono::steady_clock::now();
    BOOST_CHECK_EQUAL(stripped(text, set, true, true), "");
    BOOST_CHECK_EQUAL(stripped(text + "a", set, true, true), "a");
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    BOOST_CHECK_LT(taken.count(), 30);  // 4 * 10^10 comparisons are minutes
}

}  // namespace
}  // namespace tined::templates
