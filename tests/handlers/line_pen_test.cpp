#include "handlers/line_pen.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <string>

#include "base/text.hpp"
#include "value/json.hpp"

namespace tined::handlers {
namespace {

// What the pen wrote, into a text that has just the room that was promised.
template <typename Write>
std::string written(std::size_t most, Write write) {
    std::string out = "before";
    base::append_by_pen<LinePen>(most, out, write);
    BOOST_TEST_REQUIRE(out.starts_with("before"));
    return out.substr(6);
}

std::string escaped(std::string_view text) {
    return written(LinePen::most_of_a_byte * text.size(),
                   [text](LinePen& pen) { pen.escaped(text); });
}

std::string json(std::string_view text) {
    return written(LinePen::most_of_a_byte * text.size() + 2,
                   [text](LinePen& pen) { pen.json(text); });
}

std::string json_of_value(std::string_view text) {
    std::string out;
    value::write_json(value::Value::borrowed(text), out, {.is_ascii = true});
    return out;
}

BOOST_AUTO_TEST_SUITE(line_pen)

// Texts of all sizes: none of the steps, each of them, and where one overlaps another.
BOOST_AUTO_TEST_CASE(a_text_is_escaped_as_it_is_byte_by_byte) {
    for (std::size_t size = 0; size <= 70; ++size) {
        std::string plain(size, '\0');
        for (std::size_t i = 0; i < size; ++i) plain[i] = static_cast<char>('a' + i % 26);
        BOOST_TEST(escaped(plain) == plain);
        BOOST_TEST(json(plain) == '"' + plain + '"');
        std::size_t wrong = 0;
        for (std::size_t at = 0; at < size; ++at) {
            for (int byte = 0; byte < 256; ++byte) {
                std::string text = plain;
                text[at] = static_cast<char>(byte);
                wrong += escaped(text) != base::escape_for_message(text);
                wrong += json(text) != json_of_value(text);
            }
        }
        BOOST_TEST(wrong == 0u, "of " << size << " bytes");
    }
}

BOOST_AUTO_TEST_CASE(a_text_of_nothing_but_what_is_escaped_has_room) {
    for (std::size_t size = 0; size <= 70; ++size) {
        for (const char byte : {'\x1b', '"', '\\', '\xff', '\n'}) {
            const std::string text(size, byte);
            BOOST_TEST(escaped(text) == base::escape_for_message(text));
            BOOST_TEST(json(text) == json_of_value(text));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_empty_text_may_be_a_dash) {
    BOOST_TEST(written(1, [](LinePen& pen) { pen.escaped_or_dash(""); }) == "-");
    BOOST_TEST(written(6, [](LinePen& pen) { pen.escaped_or_dash("a"); }) == "a");
}

BOOST_AUTO_TEST_CASE(numbers_have_the_digits_they_need) {
    for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{7}, std::uint64_t{404},
                                       std::uint64_t{1234567}, UINT64_MAX}) {
        BOOST_TEST(written(20, [number](LinePen& pen) { pen.number(number); }) ==
                   std::to_string(number));
    }
    for (int status = 0; status <= 1000; ++status) {
        BOOST_TEST(written(20, [status](LinePen& pen) { pen.status(status); }) ==
                   std::to_string(status));
    }
    BOOST_TEST(written(64, [](LinePen& pen) { pen.real(0.25); }) == "0.25");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::handlers
