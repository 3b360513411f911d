// The tests: what stands behind `is`.
#include <array>
#include <utility>

#include <fmt/core.h>

#include "template/builtins.hpp"
#include "template/operators.hpp"
#include "template/parameters.hpp"
#include "template/unicode_case.hpp"

namespace tined::templates {

using value::Arguments;
using value::Kind;
using value::Value;

namespace {

// Tests of what a value is: no arguments, no errors.
using Predicate = bool (*)(const Value&);

Filter test_of(Predicate predicate) {
    return [predicate](const Evaluation&, const Arguments& arguments) -> Result {
        const Parameters parameters(arguments, {});
        if (!parameters) return std::unexpected(*parameters.error());
        return Value(predicate(parameters.input()));
    };
}

bool is_iterable(const Value& value) {
    return value.is_undefined() || value.is_text() || value.is_mapping() ||
           value.kind() == Kind::list;
}

bool is_same_case(const Value& value, std::string (*convert)(std::string_view)) {
    const std::string text = value.print();
    return convert(text) == text && to_lower(text) != to_upper(text);
}

constexpr auto predicates = std::to_array<std::pair<std::string_view, Predicate>>({
    {"defined", [](const Value& value) { return !value.is_undefined(); }},
    {"undefined", [](const Value& value) { return value.is_undefined(); }},
    {"none", [](const Value& value) { return value.is_null(); }},
    {"boolean", [](const Value& value) { return value.kind() == Kind::boolean; }},
    {"true", [](const Value& v) { return v.kind() == Kind::boolean && v.as_boolean(); }},
    {"false", [](const Value& v) { return v.kind() == Kind::boolean && !v.as_boolean(); }},
    {"integer", [](const Value& value) { return value.kind() == Kind::integer; }},
    {"float", [](const Value& value) { return value.kind() == Kind::real; }},
    {"number", [](const Value& value) { return value.is_number(); }},
    {"string", [](const Value& value) { return value.is_text(); }},
    {"mapping", [](const Value& value) { return value.is_mapping(); }},
    {"iterable", is_iterable},
    {"sequence", is_iterable},
    {"callable", [](const Value& value) { return value.kind() == Kind::callable; }},
    {"escaped", [](const Value& value) { return value.is_safe(); }},
    {"lower", [](const Value& value) { return is_same_case(value, to_lower); }},
    {"upper", [](const Value& value) { return is_same_case(value, to_upper); }},
});

// Tests against another value: the operators by their names.
Filter comparison_of(CompareOperator sign) {
    return [sign](const Evaluation& evaluation, const Arguments& arguments) -> Result {
        Parameters parameters(arguments, {"other"});
        parameters.require(0);
        if (!parameters) return std::unexpected(*parameters.error());
        const auto holds = apply(sign, parameters.input(), parameters.value(0), evaluation.meter);
        if (!holds) return std::unexpected(holds.error());
        return Value(*holds);
    };
}

constexpr auto comparisons = std::to_array<std::pair<std::string_view, CompareOperator>>({
    {"eq", CompareOperator::equal},
    {"==", CompareOperator::equal},
    {"!=", CompareOperator::not_equal},
    {"<", CompareOperator::less},
    {"<=", CompareOperator::less_equal},
    {">", CompareOperator::greater},
    {">=", CompareOperator::greater_equal},
    {"equalto", CompareOperator::equal},
    {"ne", CompareOperator::not_equal},
    {"lt", CompareOperator::less},
    {"lessthan", CompareOperator::less},
    {"le", CompareOperator::less_equal},
    {"gt", CompareOperator::greater},
    {"greaterthan", CompareOperator::greater},
    {"ge", CompareOperator::greater_equal},
    {"in", CompareOperator::in},
});

Result remainder(const Value& number, const Value& divisor, const Evaluation& evaluation) {
    if (number.is_undefined()) return std::unexpected(undefined_message(number));
    if (!number.is_number()) {
        return std::unexpected(fmt::format("wants a number, not {}", kind_with_article(number)));
    }
    return apply(BinaryOperator::modulo, number, divisor, evaluation);
}

Result odd(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return std::unexpected(*parameters.error());
    Result left = remainder(parameters.input(), Value(2), evaluation);
    if (!left) return left;
    return Value(*left == Value(1));
}

Result even(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return std::unexpected(*parameters.error());
    Result left = remainder(parameters.input(), Value(2), evaluation);
    if (!left) return left;
    return Value(*left == Value(0));
}

Result divisible_by(const Evaluation& evaluation, const Arguments& arguments) {
    Parameters parameters(arguments, {"num"});
    parameters.require(0);
    if (!parameters) return std::unexpected(*parameters.error());
    Result left = remainder(parameters.input(), parameters.value(0), evaluation);
    if (!left) return left;
    return Value(*left == Value(0));
}

// The very same: equal, and of one kind. Two lists that are equal pass for one here.
Result same_as(const Evaluation& evaluation, const Arguments& arguments) {
    Parameters parameters(arguments, {"other"});
    parameters.require(0);
    if (!parameters) return std::unexpected(*parameters.error());
    const Value other = parameters.value(0);
    if (parameters.input().kind() != other.kind()) return Value(false);
    const auto is_same = equal(parameters.input(), other, evaluation.meter);
    if (!is_same) return std::unexpected(is_same.error());
    return Value(*is_same);
}

Result is_filter(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return std::unexpected(*parameters.error());
    return Value(evaluation.builtins.filter(parameters.input().print()) != nullptr);
}

Result is_test(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return std::unexpected(*parameters.error());
    return Value(evaluation.builtins.test(parameters.input().print()) != nullptr);
}

}  // namespace

void add_tests(Builtins& builtins) {
    for (const auto& [name, predicate] : predicates) builtins.add_test(name, test_of(predicate));
    for (const auto& [name, sign] : comparisons) builtins.add_test(name, comparison_of(sign));
    builtins.add_test("odd", odd);
    builtins.add_test("even", even);
    builtins.add_test("divisibleby", divisible_by);
    builtins.add_test("sameas", same_as);
    builtins.add_test("filter", is_filter);
    builtins.add_test("test", is_test);
}

}  // namespace tined::templates
