#include "handlers/argument_rule.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/handlers/asked_site.hpp"

using namespace tined::handlers;
using tined::tests::AskedSite;
using tined::value::List;
using tined::value::Value;

namespace {

ArgumentRule rule(ArgumentType type) {
    ArgumentRule rule;
    rule.name = "a";
    rule.type = type;
    return rule;
}

/// What one sent value comes to: as it prints, or the fault's code.
std::string checked(const ArgumentRule& rule, Value sent) {
    List list;
    list.push_back(std::move(sent));
    const auto made = check_argument(rule, list);
    return made ? made->print() : "! " + std::string(made.error().code);
}

std::string problems_of(const std::string& declared) {
    return AskedSite("routes: [{path: '/', get: {arguments: {a: " + declared + "}, text: x}}]")
        .problems();
}

void told(const std::string& declared, const std::string& words) {
    const auto problems = problems_of(declared);
    BOOST_TEST(problems.find(words) != std::string::npos, declared << ": " << problems);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(argument_rule)

BOOST_AUTO_TEST_CASE(texts_become_the_type_or_are_a_fault) {
    BOOST_TEST(checked(rule(ArgumentType::integer), "-07") == "-7");
    BOOST_TEST(checked(rule(ArgumentType::integer), "1.0") == "! type");
    BOOST_TEST(checked(rule(ArgumentType::integer), "9223372036854775808") == "! type");
    BOOST_TEST(checked(rule(ArgumentType::integer), " 1") == "! type");
    BOOST_TEST(checked(rule(ArgumentType::real), "1e3") == "1000.0");
    BOOST_TEST(checked(rule(ArgumentType::real), "nan") == "! type");
    BOOST_TEST(checked(rule(ArgumentType::boolean), "ON") == "True");
    BOOST_TEST(checked(rule(ArgumentType::boolean), "0") == "False");
    BOOST_TEST(checked(rule(ArgumentType::boolean), "2") == "! type");
    BOOST_TEST(checked(rule(ArgumentType::uuid), "01234567-89ab-cdef-0123-456789ABCDEF") ==
               "01234567-89ab-cdef-0123-456789ABCDEF");
    BOOST_TEST(checked(rule(ArgumentType::uuid), "01234567") == "! type");
    BOOST_TEST(checked(rule(ArgumentType::date), "2024-02-29") == "2024-02-29");
    BOOST_TEST(checked(rule(ArgumentType::date), "2026-02-29") == "! type");
    BOOST_TEST(checked(rule(ArgumentType::date), "2026-2-1") == "! type");
}

BOOST_AUTO_TEST_CASE(members_of_json_must_have_the_type) {
    BOOST_TEST(checked(rule(ArgumentType::integer), 7) == "7");
    BOOST_TEST(checked(rule(ArgumentType::integer), 7.0) == "! type");
    BOOST_TEST(checked(rule(ArgumentType::integer), true) == "! type");
    BOOST_TEST(checked(rule(ArgumentType::real), 7) == "7.0");
    BOOST_TEST(checked(rule(ArgumentType::string), 7) == "! type");
    BOOST_TEST(checked(rule(ArgumentType::string), nullptr) == "! type");
    BOOST_TEST(checked(rule(ArgumentType::integer), Value(List{})) == "! type");
}

BOOST_AUTO_TEST_CASE(bounds_of_integers_are_exact_to_the_last_of_64_bits) {
    auto bounded = rule(ArgumentType::integer);
    bounded.maximum = std::int64_t{9223372036854775806};
    bounded.minimum = std::int64_t{-9223372036854775807};
    BOOST_TEST(checked(bounded, "9223372036854775806") == "9223372036854775806");
    BOOST_TEST(checked(bounded, "9223372036854775807") == "! maximum");
    BOOST_TEST(checked(bounded, "-9223372036854775807") == "-9223372036854775807");
    BOOST_TEST(checked(bounded, "-9223372036854775808") == "! minimum");
}

BOOST_AUTO_TEST_CASE(a_bound_is_told_as_the_file_has_it) {
    auto bounded = rule(ArgumentType::real);
    bounded.minimum = 1.0;
    List sent;
    sent.push_back("0.5");
    const auto low = check_argument(bounded, sent);
    BOOST_TEST_REQUIRE(!low.has_value());
    BOOST_TEST(low.error().message == "must be at least 1");
    BOOST_TEST(to_value(low.error()).print() ==
               "{'code': 'minimum', 'message': 'must be at least 1', 'value': '0.5'}");
}

BOOST_AUTO_TEST_CASE(lengths_are_characters_and_of_a_list_its_elements) {
    auto name = rule(ArgumentType::string);
    name.min_length = 2;
    name.max_length = 3;
    BOOST_TEST(checked(name, "é") == "! min_length");
    BOOST_TEST(checked(name, "ééé") == "ééé");
    BOOST_TEST(checked(name, "éééé") == "! max_length");
    name.is_list = true;
    BOOST_TEST(checked(name, "a") == "! min_length");
    List two;
    two.push_back("abcdef");
    two.push_back("b");
    BOOST_TEST_REQUIRE(check_argument(name, two).has_value());
}

BOOST_AUTO_TEST_CASE(enum_and_pattern_hold_the_whole_value) {
    auto size = rule(ArgumentType::string);
    size.allowed = {Value("s"), Value("m")};
    BOOST_TEST(checked(size, "m") == "m");
    BOOST_TEST(checked(size, "sm") == "! enum");
    auto word = rule(ArgumentType::string);
    word.pattern = *PatternMatch::compile("[a-z]+");
    BOOST_TEST(checked(word, "ab") == "ab");
    BOOST_TEST(checked(word, "ab1") == "! pattern");
}

BOOST_AUTO_TEST_CASE(nothing_and_an_empty_field_come_to_the_default) {
    auto page = rule(ArgumentType::integer);
    page.fallback = 1;
    BOOST_TEST(check_argument(page, {})->print() == "1");
    BOOST_TEST(checked(page, "") == "1");
    BOOST_TEST(checked(rule(ArgumentType::string), "") == "");
    auto required = rule(ArgumentType::string);
    required.is_required = true;
    BOOST_TEST(checked(required, "") == "! required");
    BOOST_TEST(check_argument(required, {}).error().code == "required");
}

BOOST_AUTO_TEST_CASE(of_several_values_the_last_counts) {
    List sent;
    sent.push_back("x");
    sent.push_back("2");
    BOOST_TEST(check_argument(rule(ArgumentType::integer), sent)->print() == "2");
}

BOOST_AUTO_TEST_CASE(what_no_value_could_satisfy_is_a_problem) {
    told("{type: int, minimum: 2, maximum: 1}", "is less than minimum");
    told("{type: int, minimum: 9223372036854775807, maximum: 9223372036854775806}",
         "is less than minimum");
    told("{min_length: 2, max_length: 1}", "is less than min_length");
    told("{enum: []}", "no value could be right");
    BOOST_TEST(problems_of("{type: int, minimum: 1, maximum: 1}") == "");
}

BOOST_AUTO_TEST_CASE(what_does_not_go_together_is_a_problem) {
    told("{type: string, minimum: 1}", "goes with int and float only");
    told("{type: int, max_length: 1}", "goes with string and lists only");
    told("{type: int, pattern: a}", "goes with string only");
    told("{pattern: '('}", "no regular expression: missing )");
    told("{type: int, minimum: 0.5}", "expected a whole number");
    told("{type: int, default: x}", "expected a whole number");
    told("{required: true, default: x}", "is of no use: the argument is required");
    told("{in: path}", "the path has no parameter a");
    told("{type: [int, string]}", "expected one type in brackets");
    told("{type: integer}", "integer");
}

BOOST_AUTO_TEST_SUITE_END()
