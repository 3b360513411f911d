#include "value/print.hpp"

#include <boost/test/unit_test.hpp>
#include <charconv>
#include <limits>

namespace {

using tined::value::Arguments;
using tined::value::Callable;
using tined::value::List;
using tined::value::Map;
using tined::value::Object;
using tined::value::print_real;
using tined::value::Value;

std::string print(double real) {
    std::string out;
    print_real(real, out);
    return out;
}

std::string quoted(const Value& value) {
    std::string out;
    tined::value::print_quoted(value, out);
    return out;
}

class Point : public Object {
public:
    Value member(std::string_view) const override { return {}; }
    std::vector<std::pair<std::string, Value>> members() const override {
        return {{"x", 1}, {"it's", "y"}};
    }
};

class Now : public Callable {
public:
    std::string_view name() const noexcept override { return "now"; }
    std::expected<Value, std::string> call(const Arguments&) const override { return Value(); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(printing)

BOOST_AUTO_TEST_CASE(scalars_print_in_pythons_words) {
    BOOST_TEST(Value(true).print() == "True");
    BOOST_TEST(Value(false).print() == "False");
    BOOST_TEST(Value(nullptr).print() == "None");
    BOOST_TEST(Value().print() == "");
    BOOST_TEST(Value::undefined("x").print() == "");
    BOOST_TEST(Value(-12).print() == "-12");
    BOOST_TEST(Value(std::numeric_limits<std::int64_t>::min()).print() == "-9223372036854775808");
    BOOST_TEST(Value("it's <b>").print() == "it's <b>");
    BOOST_TEST(Value::safe_text("<b>").print() == "<b>");
}

BOOST_AUTO_TEST_CASE(printing_appends) {
    std::string out = "n=";
    Value(1).print_to(out);
    Value("!").print_to(out);
    BOOST_TEST(out == "n=1!");
}

BOOST_AUTO_TEST_CASE(reals_print_as_repr_does) {
    BOOST_TEST(print(2.0) == "2.0");
    BOOST_TEST(print(-0.0) == "-0.0");
    BOOST_TEST(print(0.1) == "0.1");
    BOOST_TEST(print(0.1 + 0.2) == "0.30000000000000004");
    BOOST_TEST(print(100000.0) == "100000.0");
    BOOST_TEST(print(1e15) == "1000000000000000.0");
    BOOST_TEST(print(9999999999999998.0) == "9999999999999998.0");
    BOOST_TEST(print(1e16) == "1e+16");
    BOOST_TEST(print(12345678901234567890.0) == "1.2345678901234567e+19");
    BOOST_TEST(print(0.0001) == "0.0001");
    BOOST_TEST(print(0.00001) == "1e-05");
    BOOST_TEST(print(1.5e-7) == "1.5e-07");
    BOOST_TEST(print(1.7976931348623157e308) == "1.7976931348623157e+308");
    BOOST_TEST(print(5e-324) == "5e-324");
    BOOST_TEST(print(std::numeric_limits<double>::infinity()) == "inf");
    BOOST_TEST(print(-std::numeric_limits<double>::infinity()) == "-inf");
    BOOST_TEST(print(std::numeric_limits<double>::quiet_NaN()) == "nan");
    BOOST_TEST(print(-std::numeric_limits<double>::quiet_NaN()) == "nan");
}

BOOST_AUTO_TEST_CASE(what_a_real_prints_reads_back_as_the_same_real) {
    for (double real = 1.1e-320; real < 1e300; real *= 7.3) {
        const std::string text = print(real);
        double back = 0;
        std::from_chars(text.data(), text.data() + text.size(), back);
        BOOST_TEST(back == real);
    }
}

BOOST_AUTO_TEST_CASE(what_is_in_a_container_is_printed_as_repr) {
    BOOST_TEST(Value(List()).print() == "[]");
    BOOST_TEST(Value(Map()).print() == "{}");
    BOOST_TEST(Value(List{1, 2.0, true, nullptr, "a", List{}}).print() ==
               "[1, 2.0, True, None, 'a', []]");
    BOOST_TEST(Value(Map{{"a", 1}, {2, "b"}, {nullptr, List{"c"}}}).print() ==
               "{'a': 1, 2: 'b', None: ['c']}");
    BOOST_TEST(Value(List{Value()}).print() == "[Undefined]");
    BOOST_TEST(Value(List{Value::safe_text("<b>")}).print() == "[Markup('<b>')]");
}

BOOST_AUTO_TEST_CASE(a_tuple_prints_in_round_brackets) {
    BOOST_TEST(Value::tuple({}).print() == "()");
    BOOST_TEST(Value::tuple({1}).print() == "(1,)");
    BOOST_TEST(Value::tuple({1, "a"}).print() == "(1, 'a')");
    BOOST_TEST(Value(List{Value::tuple({1, 2})}).print() == "[(1, 2)]");
}

BOOST_AUTO_TEST_CASE(an_object_prints_as_the_map_of_its_members_and_a_callable_by_name) {
    BOOST_TEST(Value::object(std::make_shared<Point>()).print() == "{'x': 1, \"it's\": 'y'}");
    BOOST_TEST(Value::callable(std::make_shared<Now>()).print() == "<callable now>");
}

BOOST_AUTO_TEST_CASE(nesting_past_the_bound_prints_as_dots) {
    Value value(1);
    for (int i = 0; i < 600; ++i) value = List(std::vector<Value>{value});
    std::string expected(512, '[');
    expected.append("...").append(512, ']');
    BOOST_TEST(value.print() == expected);
}

BOOST_AUTO_TEST_CASE(quotes_are_chosen_so_that_few_need_an_escape) {
    BOOST_TEST(quoted("a") == "'a'");
    BOOST_TEST(quoted("") == "''");
    BOOST_TEST(quoted("it's") == "\"it's\"");
    BOOST_TEST(quoted("say \"hi\"") == "'say \"hi\"'");
    BOOST_TEST(quoted("it's \"so\"") == "'it\\'s \"so\"'");
}

BOOST_AUTO_TEST_CASE(a_number_of_few_decimals_prints_as_its_shortest_digits_do) {
    // What to_chars() finds is right by definition; the short way must never differ.
    const auto shortest = [](double real) {
        char digits[32];
        const auto end =
            std::to_chars(digits, std::end(digits), real, std::chars_format::fixed).ptr;
        std::string text(digits, end);
        return text.find('.') == std::string::npos ? text + ".0" : text;
    };
    for (int thousandths = -2500; thousandths <= 2500; ++thousandths) {
        const double real = thousandths / 1000.0;
        BOOST_TEST(print(real) == shortest(real));
        BOOST_TEST(print(real * 1e6 + 0.25) == shortest(real * 1e6 + 0.25));
    }
    for (const double real : {0.1 + 0.2, 1.005, 1.0005, 999999999999.999, 1e12 + 0.5, 1 / 3.0}) {
        BOOST_TEST(print(real) == shortest(real));
    }
    BOOST_TEST(print(-0.0) == "-0.0");
}

BOOST_AUTO_TEST_SUITE_END()
