#include "template/output.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>

#include "template/escaper.hpp"

namespace {

using tined::templates::Output;

constexpr char padded[Output::block * 6 + 1] =
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd"
    "e";

}  // namespace

BOOST_AUTO_TEST_SUITE(output)

BOOST_AUTO_TEST_CASE(what_is_written_stands_behind_what_was_there) {
    std::string text = "before ";
    {
        Output out;
        out.open(text, 100);
        BOOST_TEST(out.write("and "));
        BOOST_TEST(out.write_short("after", false));
    }
    BOOST_TEST(text == "before and after");
}

BOOST_AUTO_TEST_CASE(pieces_of_any_size_are_written_whole) {
    for (std::size_t size = 1; size <= 80; ++size) {
        std::string text;
        std::string expected;
        Output out;
        out.open(text, 1'000'000);
        for (int times = 0; times < 50; ++times) {
            BOOST_TEST_REQUIRE((out.write_in_blocks(padded, size) || out.write({padded, size})));
            expected.append(padded, size);
        }
        out.settle();
        BOOST_TEST(text == expected);
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_written_past_the_bound_and_all_up_to_it) {
    std::string text = "12345";
    Output out;
    out.open(text, 30);
    BOOST_TEST(!out.write({padded, 26}));
    BOOST_TEST(!out.write_in_blocks(padded, 26));
    BOOST_TEST(out.write({padded, 20}));
    BOOST_TEST(!out.write("123456"));
    BOOST_TEST(!out.write_in_blocks(padded, 6));
    BOOST_TEST(out.write("12345"));
    BOOST_TEST(!out.write("1"));
    BOOST_TEST(out.write(""));
    out.settle();
    BOOST_TEST(text == "123450123456789abcdef012312345");
    out.open(text, 10);  // it is longer already
    BOOST_TEST(!out.write("1"));
    out.settle();
    BOOST_TEST(text.size() == 30U);
}

BOOST_AUTO_TEST_CASE(an_output_that_is_not_open_takes_nothing) {
    Output out;
    BOOST_TEST(!out.write("a"));
    BOOST_TEST(!out.write_short("a", false));
    BOOST_TEST(!out.write_in_blocks(padded, 1));
}

BOOST_AUTO_TEST_CASE(a_short_text_is_written_at_once_if_nothing_in_it_is_escaped) {
    for (std::size_t size = 0; size <= 20; ++size) {
        const std::string plain = std::string("abcdefghijklmnopqrst").substr(0, size);
        for (std::size_t at = 0; at <= size; ++at) {
            std::string text(100, '.');
            text.clear();
            Output out;
            out.open(text, 200);
            std::string piece = plain;
            if (at < size) piece[at] = "&<>\"'"[at % 5];
            const bool is_written = out.write_short(piece, true);
            out.settle();
            BOOST_TEST(is_written == (at == size && size <= 16));
            BOOST_TEST(text == (is_written ? piece : ""));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_empty_text_is_written_where_there_is_no_room) {
    struct {
        std::string text;
        char behind[Output::block] = {'b', 'e', 'h', 'i', 'n', 'd'};
    } place;
    {
        Output out;
        out.open(place.text, 1000);
        BOOST_TEST(out.write_short("", false));
        BOOST_TEST(out.write_short("", true));
    }
    BOOST_TEST(place.text.empty());
    BOOST_TEST(std::string_view(place.behind) == "behind");
}

BOOST_AUTO_TEST_CASE(escaping_finds_what_must_be_escaped_wherever_it_stands) {
    for (std::size_t size = 1; size <= 40; ++size) {
        for (std::size_t at = 0; at < size; ++at) {
            std::string piece(size, 'x');
            piece[at] = '<';
            piece[size - 1 - at] = '&';
            std::string expected;
            for (const char c : piece) {
                expected += c == '<' ? "&lt;" : c == '&' ? "&amp;" : "x";
            }
            std::string text;
            Output out;
            out.open(text, expected.size());
            BOOST_TEST(tined::templates::write_html_escaped(piece, out));
            out.settle();
            BOOST_TEST(text == expected);
            text.clear();
            out.open(text, expected.size() - 1);
            BOOST_TEST(!tined::templates::write_html_escaped(piece, out));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
