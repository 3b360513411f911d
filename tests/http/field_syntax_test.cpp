#include "http/field_syntax.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

namespace tined::http {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

std::vector<std::string> members(std::string_view value) {
    std::vector<std::string> all;
    ListReader list(value);
    while (const auto member = list.next()) all.emplace_back(*member);
    return all;
}

BOOST_AUTO_TEST_SUITE(field_syntax)

// Sixteen bytes are looked at in one step: so each place in two steps and a rest.
BOOST_AUTO_TEST_CASE(a_control_character_is_found_at_every_place) {
    for (std::size_t at = 0; at < 40; ++at) {
        std::string text(40, 'a');
        text[at] = '\x1f';
        BOOST_TEST(find_control(text.data(), text.data() + text.size()) == text.data() + at);
    }
}

BOOST_AUTO_TEST_CASE(every_byte_is_told_right_in_a_step_and_in_the_rest) {
    for (int byte = 0; byte < 256; ++byte) {
        const bool is_forbidden = (byte < 0x20 && byte != '\t') || byte == 0x7f;
        for (const std::size_t size : {1u, 16u}) {
            std::string text(size, 'a');
            text.back() = static_cast<char>(byte);
            const char* const end = text.data() + text.size();
            BOOST_TEST((find_control(text.data(), end) != end) == is_forbidden,
                       "byte " << byte << " of " << size);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_value_has_no_controls_and_no_white_space_around) {
    for (const std::string& text : {"a b"s, ""s, "a\tb"s, "\xc3\xa9"s})
        BOOST_TEST(is_field_value(text));
    for (const std::string& text : {"a\r\nb"s, "a\n"s, "\0"s, " a"s, "a\t"s, "\x7f"s}) {
        BOOST_TEST(!is_field_value(text));
    }
}

BOOST_AUTO_TEST_CASE(a_list_is_read_member_by_member) {
    BOOST_TEST(members("a, b ,c") == (std::vector{"a"s, "b"s, "c"s}));
    BOOST_TEST(members(" , ,a,,") == std::vector{"a"s});
    BOOST_TEST(members("").empty());
    BOOST_TEST(members("\"a,b\", c") == (std::vector{"\"a,b\""s, "c"s}));
    BOOST_TEST(members("\"a\\\",b\", c") == (std::vector{"\"a\\\",b\""s, "c"s}));
    BOOST_TEST(members("\"a, b") == std::vector{"\"a, b"s});
}

BOOST_AUTO_TEST_CASE(parameters_are_found_by_name) {
    const auto value = "text/html ; charset=UTF-8; Boundary=\"a;b\\\"c\"; empty=; bare; x = y "sv;
    BOOST_TEST(without_parameters(value) == "text/html");
    BOOST_TEST(find_parameter(value, "CHARSET").value() == "UTF-8");
    BOOST_TEST(find_parameter(value, "boundary").value() == "a;b\"c");
    BOOST_TEST(find_parameter(value, "empty").value() == "");
    BOOST_TEST(find_parameter(value, "x").value() == "y");
    BOOST_TEST(!find_parameter(value, "bare"));
    BOOST_TEST(!find_parameter(value, "text/html"));
    BOOST_TEST(!find_parameter("charset=x", "charset"));
}

BOOST_AUTO_TEST_CASE(of_a_parameter_given_twice_the_first_counts) {
    BOOST_TEST(find_parameter("a; b=1; b=2", "b").value() == "1");
}

BOOST_AUTO_TEST_CASE(backslashes_are_undone_before_quotes_and_backslashes_only) {
    BOOST_TEST(find_parameter(R"(a; f="C:\tmp\\x\"y")", "f").value() == R"(C:\tmp\x"y)");
}

BOOST_AUTO_TEST_CASE(a_quote_that_is_not_closed_reaches_to_the_end) {
    BOOST_TEST(find_parameter("a; f=\"x; g=y", "f").value() == "x; g=y");
    BOOST_TEST(!find_parameter("a; f=\"x; g=y", "g"));
    BOOST_TEST(find_parameter("a; f=\"x\\", "f").value() == "x\\");
}

BOOST_AUTO_TEST_CASE(parameters_that_two_readers_could_take_otherwise_are_not_proper) {
    for (const auto* value : {"", "a", "a;", "a; ;", "a; b=1", "a;b=1;c=2 ;", R"(a; b="x;\"y\\")",
                              "a; b=", "a; b*=utf-8''x", "a; b=x y"}) {
        BOOST_TEST(has_proper_parameters(value), value);
    }
    for (const auto* value : {"a; b", "a; b =1", "a; =1", "a; b=1; B=2", R"(a; b=")", R"(a; b="x)",
                              R"(a; b="x\")", R"(a; b="x"y)", R"(a; b=x"y")", R"(a; b=""")"}) {
        BOOST_TEST(!has_proper_parameters(value), value);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::http
