#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <string>

#include "value/json.hpp"

namespace {

using tined::value::JsonError;
using tined::value::Kind;
using tined::value::parse_json;
using tined::value::Value;

Value read(std::string_view text) {
    auto value = parse_json(text);
    BOOST_REQUIRE_MESSAGE(value.has_value(),
                          text << ": " << (value ? std::string() : value.error().message));
    return *value;
}

std::string write(const Value& value) {
    std::string out;
    tined::value::write_json(value, out);
    return out;
}

// The error as one text: LINE:COLUMN: message.
std::string error_of(std::string_view text) {
    const auto value = parse_json(text);
    if (value) return "none: read as " + write(*value);
    const JsonError& error = value.error();
    return std::to_string(error.line) + ":" + std::to_string(error.column) + ": " + error.message;
}

std::string nested(int depth) {
    const auto count = static_cast<std::size_t>(depth);
    return std::string(count, '[') + std::string(count, ']');
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_reader)

BOOST_AUTO_TEST_CASE(each_kind_is_read) {
    BOOST_TEST(read("null").is_null());
    BOOST_TEST(read("true").as_boolean());
    BOOST_TEST(!read("false").as_boolean());
    BOOST_TEST((read("12").kind() == Kind::integer));
    BOOST_TEST((read("12.0").kind() == Kind::real));
    BOOST_TEST(read("\"a\"").as_text() == "a");
    BOOST_TEST(!read("\"<b>\"").is_safe());
    BOOST_TEST(read("[]").as_list().empty());
    BOOST_TEST(read("{}").as_map().empty());
}

BOOST_AUTO_TEST_CASE(what_is_read_is_written_the_same) {
    for (const std::string_view text :
         {R"([1,2.5,"a",null,true,{"k":[{}]},[]])", R"({"b":1,"a":{"":[]}})", R"("\u0000\"\\/")",
          R"(["größe","😀"])", "-9223372036854775808", "1e-07"}) {
        BOOST_TEST(write(read(text)) == text);
    }
}

BOOST_AUTO_TEST_CASE(white_space_may_stand_around_everything) {
    BOOST_TEST(write(read(" \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : { } } \n")) ==
               R"({"a":[1,2],"b":{}})");
    BOOST_TEST(write(read("[ ]")) == "[]");
}

BOOST_AUTO_TEST_CASE(numbers_are_integers_if_they_look_so_and_fit) {
    BOOST_TEST(read("9223372036854775807").as_integer() == 9223372036854775807);
    BOOST_TEST((read("9223372036854775808").kind() == Kind::real));
    BOOST_TEST(read("9223372036854775808").as_real() == 0x1p63);
    BOOST_TEST((read("-9223372036854775809").kind() == Kind::real));
    BOOST_TEST(read("0").as_integer() == 0);
    BOOST_TEST((read("-0").kind() == Kind::integer));
    BOOST_TEST(std::signbit(read("-0.0").as_real()));
    BOOST_TEST(read("1E2").as_real() == 100.0);
    BOOST_TEST(read("1.5e+2").as_real() == 150.0);
    BOOST_TEST(read("25e-2").as_real() == 0.25);
}

BOOST_AUTO_TEST_CASE(a_number_too_small_for_a_real_is_zero_and_one_too_large_is_refused) {
    const std::string zeros(400, '0');
    BOOST_TEST(read("1e-400").as_real() == 0.0);
    BOOST_TEST(std::signbit(read("-1e-400").as_real()));
    BOOST_TEST(read("0." + zeros + "1").as_real() == 0.0);
    BOOST_TEST(read("1e-99999999999999999999").as_real() == 0.0);
    BOOST_TEST(read("0e99999999999999999999").as_real() == 0.0);
    BOOST_TEST(read("0." + zeros + "1e401").as_real() == 1.0);
    BOOST_TEST(read("5e-324").as_real() == 5e-324);
    BOOST_TEST(error_of("[1, 1e400]") == "1:5: a number out of range");
    BOOST_TEST(error_of("-1e99999999999999999999") == "1:1: a number out of range");
    BOOST_TEST(error_of("1" + zeros) == "1:1: a number out of range");
    BOOST_TEST(error_of("0.001e999") == "1:1: a number out of range");
}

BOOST_AUTO_TEST_CASE(what_looks_nearly_like_a_number_is_refused) {
    BOOST_TEST(error_of("01") == "1:2: a number does not begin with 0");
    BOOST_TEST(error_of("-") == "1:2: expected a digit");
    BOOST_TEST(error_of("-a") == "1:2: expected a digit");
    BOOST_TEST(error_of("1.") == "1:3: expected a digit");
    BOOST_TEST(error_of("1.e1") == "1:3: expected a digit");
    BOOST_TEST(error_of("1e") == "1:3: expected a digit");
    BOOST_TEST(error_of("1e+") == "1:4: expected a digit");
    BOOST_TEST(error_of("0x10") == "1:2: expected the number's end");
    BOOST_TEST(error_of("1_000") == "1:2: expected the number's end");
    BOOST_TEST(error_of(".5") == "1:1: expected a value");
    BOOST_TEST(error_of("+1") == "1:1: expected a value");
    BOOST_TEST(error_of("NaN") == "1:1: expected a value");
    BOOST_TEST(error_of("-Infinity") == "1:2: expected a digit");
}

BOOST_AUTO_TEST_CASE(escapes_are_decoded) {
    BOOST_TEST(read(R"("\"\\\/\b\f\n\r\t")").as_text() == "\"\\/\b\f\n\r\t");
    BOOST_TEST(read(R"("a\u0041\u00e9\u20AC\ud83d\ude00z")").as_text() == "aA\u00e9\u20ac😀z");
    BOOST_TEST(read(R"("\u0000")").as_text() == std::string_view("\0", 1));
    BOOST_TEST(read(R"(["\n","plain","\t"])").print() == R"(['\n', 'plain', '\t'])");
}

BOOST_AUTO_TEST_CASE(escapes_that_mean_nothing_are_refused) {
    BOOST_TEST(error_of(R"("a\x41")") == "1:3: unknown escape");
    BOOST_TEST(error_of("\"\\") == "1:2: unknown escape");
    BOOST_TEST(error_of(R"("\u12g4")") == "1:2: expected four hexadecimal digits after \\u");
    BOOST_TEST(error_of(R"("\u12)") == "1:2: expected four hexadecimal digits after \\u");
}

BOOST_AUTO_TEST_CASE(half_of_a_surrogate_pair_is_refused) {
    BOOST_TEST(error_of(R"("\ud83d")") == "1:2: half of a surrogate pair");
    BOOST_TEST(error_of(R"("\ude00")") == "1:2: half of a surrogate pair");
    BOOST_TEST(error_of(R"("\ude00\ud83d")") == "1:2: half of a surrogate pair");
    BOOST_TEST(error_of(R"("\ud83d\ud83d\ude00")") == "1:2: half of a surrogate pair");
    BOOST_TEST(error_of(R"("\ud83d\n")") == "1:2: half of a surrogate pair");
    BOOST_TEST(error_of(R"("\ud83d\u12")") == "1:2: half of a surrogate pair");
}

BOOST_AUTO_TEST_CASE(control_characters_in_text_are_refused) {
    constexpr auto message = "a control character in a text must be written as an escape";
    BOOST_TEST(error_of("\"a\nb\"") == std::string("1:3: ") + message);
    BOOST_TEST(error_of(std::string_view("\"\0\"", 3)) == std::string("1:2: ") + message);
    BOOST_TEST(read("\"\x7f\"").as_text() == "\x7f");
}

BOOST_AUTO_TEST_CASE(what_is_not_utf_8_is_refused_where_it_is) {
    BOOST_TEST(error_of("\"\xff\"") == "1:2: not UTF-8");
    BOOST_TEST(error_of("\"é\xc3\"") == "1:3: not UTF-8");
    BOOST_TEST(error_of("\"\xed\xa0\x80\"") == "1:2: not UTF-8");
    BOOST_TEST(error_of("\"\xc0\xaf\"") == "1:2: not UTF-8");
    BOOST_TEST(error_of("[1,\n\xfe]") == "2:1: not UTF-8");
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_refused) {
    BOOST_TEST(error_of("\ufeff{}") == "1:1: expected a value");
}

BOOST_AUTO_TEST_CASE(punctuation_is_strict) {
    BOOST_TEST(error_of("[1,]") == "1:4: expected a value");
    BOOST_TEST(error_of("[,1]") == "1:2: expected a value");
    BOOST_TEST(error_of("[1 2]") == "1:4: expected a comma or ]");
    BOOST_TEST(error_of("[1}") == "1:3: expected a comma or ]");
    BOOST_TEST(error_of("{\"a\":1,}") == "1:8: expected a key in double quotes");
    BOOST_TEST(error_of("{a:1}") == "1:2: expected a key in double quotes");
    BOOST_TEST(error_of("{'a':1}") == "1:2: expected a key in double quotes");
    BOOST_TEST(error_of("{\"a\" 1}") == "1:6: expected a colon");
    BOOST_TEST(error_of("{\"a\":}") == "1:6: expected a value");
    BOOST_TEST(error_of("{\"a\":1 \"b\":2}") == "1:8: expected a comma or }");
    BOOST_TEST(error_of("'a'") == "1:1: expected a value");
    BOOST_TEST(error_of("[1] // note") == "1:5: expected the end");
    BOOST_TEST(error_of("1 2") == "1:3: expected the end");
    BOOST_TEST(error_of("nullx") == "1:1: expected a value");
    BOOST_TEST(error_of("True") == "1:1: expected a value");
    BOOST_TEST(error_of(std::string_view("1\0", 2)) == "1:2: expected the end");
}

BOOST_AUTO_TEST_CASE(what_ends_too_soon_is_refused) {
    BOOST_TEST(error_of("") == "1:1: expected a value, found the end");
    BOOST_TEST(error_of(" \n ") == "2:2: expected a value, found the end");
    BOOST_TEST(error_of("[") == "1:2: expected a value, found the end");
    BOOST_TEST(error_of("[1") == "1:3: expected a comma or ]");
    BOOST_TEST(error_of("{\"a\"") == "1:5: expected a colon");
    BOOST_TEST(error_of("\"abc") == "1:1: a text without its closing quote");
    BOOST_TEST(error_of("tru") == "1:1: expected a value");
}

BOOST_AUTO_TEST_CASE(no_text_but_the_whole_is_read) {
    constexpr std::string_view whole = R"({"a": [1.5, "\u00e9\n", {"b": null}, -3e2, true]})";
    BOOST_TEST(parse_json(whole).has_value());
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto value = parse_json(whole.substr(0, size));
        BOOST_TEST_REQUIRE(!value.has_value());
        BOOST_TEST(value.error().offset <= size);
    }
}

BOOST_AUTO_TEST_CASE(errors_count_lines_and_characters) {
    const auto value = parse_json("{\n  \"größe\": nul\n}");
    BOOST_TEST_REQUIRE(!value.has_value());
    BOOST_TEST(value.error().line == 2);
    BOOST_TEST(value.error().column == 12);
    BOOST_TEST(value.error().offset == 15U);
}

BOOST_AUTO_TEST_CASE(of_a_key_given_twice_the_last_value_counts_at_the_first_place) {
    BOOST_TEST(write(read(R"({"a":1,"b":2,"a":3})")) == R"({"a":3,"b":2})");
    BOOST_TEST(write(read(R"({"a":1,"\u0061":2})")) == R"({"a":2})");
}

BOOST_AUTO_TEST_CASE(depth_is_bounded_where_it_is_opened) {
    BOOST_TEST(parse_json(nested(64)).has_value());
    BOOST_TEST(error_of(nested(65)) == "1:65: nested too deep");
    BOOST_TEST(parse_json(nested(512), {.depth = 512}).has_value());
    BOOST_TEST(!parse_json(nested(513), {.depth = 512}).has_value());
    BOOST_TEST(parse_json("1", {.depth = 0}).has_value());
    BOOST_TEST(!parse_json("{}", {.depth = 0}).has_value());
    BOOST_TEST(!parse_json(std::string(1'000'000, '[')).has_value());
    // Levels that are closed again do not count.
    BOOST_TEST(parse_json("[[],[],{},{}]", {.depth = 2}).has_value());
}

BOOST_AUTO_TEST_CASE(a_large_object_is_read_whole) {
    std::string text = "{";
    for (int i = 0; i < 10'000; ++i) {
        text += (i ? ",\"" : "\"") + std::to_string(i) + "\":" + std::to_string(i);
    }
    const Value value = read(text + "}");
    BOOST_TEST(value.size() == 10'000U);
    BOOST_TEST(value.member("9999").as_integer() == 9999);
}

BOOST_AUTO_TEST_SUITE_END()
