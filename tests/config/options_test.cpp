#include "config/options.hpp"

#include <array>
#include <boost/test/unit_test.hpp>

#include "tests/config/written.hpp"

namespace tined::config {
namespace {

constexpr std::array<std::string_view, 2> flags = {"port", "log-level"};

Option option_of(OptionType type) {
    Option option;
    option.type = type;
    return option;
}

BOOST_AUTO_TEST_SUITE(options)

BOOST_AUTO_TEST_CASE(an_option_has_a_type_a_default_and_help) {
    Written text("greeting: {type: string, default: 007, help: \"what to say\"}\n");
    const OptionTable table = read_options(text.reader(), flags);
    BOOST_TEST(text.said() == "");
    BOOST_REQUIRE(table.size() == 1u);
    BOOST_TEST(table[0].name == "greeting");
    BOOST_TEST(table[0].value.as_text() == "007");
    BOOST_TEST(table[0].help == "what to say");
    BOOST_TEST(!table[0].is_secret);
}

BOOST_AUTO_TEST_CASE(an_option_without_a_default_is_null) {
    Written text("count: {type: int}\n");
    const OptionTable table = read_options(text.reader(), flags);
    BOOST_REQUIRE(table.size() == 1u);
    BOOST_TEST(table[0].value.is_null());
}

BOOST_AUTO_TEST_CASE(a_flag_of_tineds_own_cannot_be_taken_however_it_is_spelled) {
    Written text("port: {type: int}\nlog_level: {type: string}\n");
    BOOST_TEST(read_options(text.reader(), flags).empty());
    BOOST_TEST(text.said() ==
               "f:1:1: port: tined has a flag of this name itself\n"
               "f:2:1: log_level: tined has a flag of this name itself\n");
}

BOOST_AUTO_TEST_CASE(the_text_of_a_flag_becomes_a_value_of_the_type) {
    using value::Value;
    BOOST_CHECK(parse_option(option_of(OptionType::string), "7").value() == Value("7"));
    BOOST_CHECK(parse_option(option_of(OptionType::integer), "-7").value() == Value(-7));
    BOOST_CHECK(parse_option(option_of(OptionType::real), "0.5").value() == Value(0.5));
    BOOST_CHECK(parse_option(option_of(OptionType::boolean), "true").value() == Value(true));
    BOOST_CHECK(parse_option(option_of(OptionType::duration), "1m").value() == Value(60));
    BOOST_CHECK(parse_option(option_of(OptionType::duration), "250ms").value() == Value(0.25));
}

BOOST_AUTO_TEST_CASE(text_that_is_not_of_the_type_is_refused_with_what_was_expected) {
    BOOST_TEST(parse_option(option_of(OptionType::integer), "x").error() ==
               "expected a whole number, found \"x\"");
    BOOST_TEST(!parse_option(option_of(OptionType::real), "inf").has_value());
    BOOST_TEST(!parse_option(option_of(OptionType::boolean), "yes").has_value());
    BOOST_TEST(!parse_option(option_of(OptionType::duration), "60").has_value());
}

BOOST_AUTO_TEST_CASE(the_value_of_a_secret_option_is_not_shown) {
    Option option = option_of(OptionType::integer);
    option.is_secret = true;
    BOOST_TEST(parse_option(option, "hush").error() == "expected a whole number");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tined::config
