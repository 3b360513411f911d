#include <boost/test/unit_test.hpp>
#include <limits>

#include "value/json.hpp"

namespace {

using tined::value::Arguments;
using tined::value::Callable;
using tined::value::JsonStyle;
using tined::value::List;
using tined::value::Map;
using tined::value::Object;
using tined::value::Value;

std::string json(const Value& value, JsonStyle style = {}) {
    std::string out;
    tined::value::write_json(value, out, style);
    return out;
}

std::string for_script(const Value& value) {
    std::string out;
    tined::value::write_json_for_script(value, out);
    return out;
}

class Request : public Object {
public:
    Value member(std::string_view) const override { return {}; }
    std::vector<std::pair<std::string, Value>> members() const override {
        return {{"path", "/"}, {"method", "GET"}};
    }
};

class Now : public Callable {
public:
    std::string_view name() const noexcept override { return "now"; }
    std::expected<Value, std::string> call(const Arguments&) const override { return Value(); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(json_writer)

BOOST_AUTO_TEST_CASE(scalars_are_written_as_json_has_them) {
    BOOST_TEST(json(true) == "true");
    BOOST_TEST(json(false) == "false");
    BOOST_TEST(json(nullptr) == "null");
    BOOST_TEST(json(-7) == "-7");
    BOOST_TEST(json(std::numeric_limits<std::int64_t>::max()) == "9223372036854775807");
    BOOST_TEST(json(2.0) == "2.0");
    BOOST_TEST(json(1e16) == "1e+16");
    BOOST_TEST(json("a") == "\"a\"");
    BOOST_TEST(json(Value::safe_text("<b>")) == "\"<b>\"");
}

BOOST_AUTO_TEST_CASE(what_json_has_no_word_for_is_null) {
    BOOST_TEST(json(Value()) == "null");
    BOOST_TEST(json(std::numeric_limits<double>::quiet_NaN()) == "null");
    BOOST_TEST(json(-std::numeric_limits<double>::infinity()) == "null");
    BOOST_TEST(json(List{Value::callable(std::make_shared<Now>())}) == "[null]");
}

BOOST_AUTO_TEST_CASE(lists_and_maps_are_written_without_spaces_in_their_order) {
    BOOST_TEST(json(List()) == "[]");
    BOOST_TEST(json(Map()) == "{}");
    BOOST_TEST(json(List{1, "a", List{nullptr}}) == R"([1,"a",[null]])");
    BOOST_TEST(json(Map{{"b", 1}, {"a", Map{{"c", 2}}}}) == R"({"b":1,"a":{"c":2}})");
    BOOST_TEST(json(Value::tuple({1, 2})) == "[1,2]");
}

BOOST_AUTO_TEST_CASE(an_object_is_written_as_the_map_of_its_members) {
    const Value request = Value::object(std::make_shared<Request>());
    BOOST_TEST(json(request) == R"({"path":"/","method":"GET"})");
    BOOST_TEST(json(request, {.is_sorted = true}) == R"({"method":"GET","path":"/"})");
}

BOOST_AUTO_TEST_CASE(keys_become_text_as_in_python) {
    const Map map{{1, "i"}, {1.5, "r"}, {false, "b"}, {nullptr, "n"}, {List{1, "a"}, "l"}};
    BOOST_TEST(json(map) == R"({"1":"i","1.5":"r","false":"b","null":"n","[1, 'a']":"l"})");
}

BOOST_AUTO_TEST_CASE(text_is_escaped_where_json_wants_it_and_nowhere_else) {
    BOOST_TEST(json("\" \\ / \b\f\n\r\t") == R"("\" \\ / \b\f\n\r\t")");
    BOOST_TEST(json(std::string_view("\0\x1f", 2)) == R"("\u0000\u001f")");
    BOOST_TEST(json("größe 😀 \x7f \u2028") == "\"größe 😀 \x7f \u2028\"");
    BOOST_TEST(json("<script>&'") == "\"<script>&'\"");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf_8_are_replaced) {
    BOOST_TEST(json("a\xff z") == "\"a\ufffd z\"");
    BOOST_TEST(json("a\xff", {.is_ascii = true}) == R"("a\ufffd")");
}

BOOST_AUTO_TEST_CASE(ascii_style_escapes_all_else_as_utf_16_has_it) {
    BOOST_TEST(json("é€😀\x7f", {.is_ascii = true}) == R"("\u00e9\u20ac\ud83d\ude00\u007f")");
}

BOOST_AUTO_TEST_CASE(json_for_a_script_cannot_end_it) {
    BOOST_TEST(for_script("</script><!--&'") == R"("\u003c/script\u003e\u003c!--\u0026\u0027")");
    BOOST_TEST(for_script(Map{{"<k>", "\u2028"}}) == R"({"\u003ck\u003e": "\u2028"})");
    BOOST_TEST(for_script(Value::safe_text("<b>")) == R"("\u003cb\u003e")");
}

BOOST_AUTO_TEST_CASE(json_for_a_script_is_spaced_and_sorted) {
    BOOST_TEST(for_script(Map{{"b", List{1, 2}}, {"a", 2.0}}) == R"({"a": 2.0, "b": [1, 2]})");
}

BOOST_AUTO_TEST_CASE(indented_json_has_each_element_on_its_line) {
    const Value value(Map{{"a", List{1, 2}}, {"b", Map()}, {"c", List()}});
    BOOST_TEST(json(value, {.is_spaced = true, .indent = 2}) ==
               "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {},\n  \"c\": []\n}");
    BOOST_TEST(json(List{1}, {.indent = 0}) == "[\n1\n]");
}

BOOST_AUTO_TEST_CASE(nesting_past_the_bound_is_null) {
    Value value(1);
    for (int i = 0; i < 600; ++i) value = List(std::vector<Value>{value});
    BOOST_TEST(json(value) == std::string(512, '[') + "null" + std::string(512, ']'));
}

BOOST_AUTO_TEST_SUITE_END()
