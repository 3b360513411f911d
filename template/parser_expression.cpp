#include <array>
#include <charconv>
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"
#include "template/parser.hpp"
#include "template/string_literal.hpp"

namespace tined::templates {

using ast::ExpressionPtr;

std::expected<ExpressionPtr, Error> Parser::parse_bare_expression() {
    ExpressionPtr expression = parse_expression();
    if (!failed() && token().kind != TokenKind::end) {
        fail(token().place, fmt::format("unexpected {} after the expression", describe(token())));
    }
    if (error_) return std::unexpected(std::move(*error_));
    return expression;
}

// One expression, or several with commas between them, which make a tuple.
ExpressionPtr Parser::parse_tuple(bool with_conditional) {
    const Place place = token().place;
    std::vector<ExpressionPtr> items;
    bool is_tuple = false;
    while (!failed()) {
        if (!items.empty() && ends_tuple()) break;
        items.push_back(with_conditional ? parse_expression() : parse_or());
        if (!take_sign(",")) break;
        is_tuple = true;
    }
    if (!is_tuple && items.size() == 1) return std::move(items.front());
    return ast::make(place, ast::Sequence{true, std::move(items)});
}

bool Parser::ends_tuple() const {
    const TokenKind kind = token().kind;
    return kind == TokenKind::print_end || kind == TokenKind::block_end || kind == TokenKind::end ||
           is_sign(")") || is_name("recursive");
}

ExpressionPtr Parser::parse_expression() {
    const Nesting nesting(*this);
    const Height height(*this);
    ExpressionPtr left = parse_or();
    while (is_name("if")) {
        const Place place = token().place;
        next();
        ExpressionPtr condition = parse_or();
        ExpressionPtr otherwise;
        if (take_name("else")) otherwise = parse_expression();
        left = ast::make(
            place, ast::Conditional{std::move(left), std::move(condition), std::move(otherwise)});
        count_link();
    }
    return left;
}

ExpressionPtr Parser::parse_or() {
    ExpressionPtr left = parse_and();
    while (is_name("or")) {
        const Place place = token().place;
        next();
        left = ast::make(place,
                         ast::Logical{LogicalOperator::logical_or, std::move(left), parse_and()});
        count_link();
    }
    return left;
}

ExpressionPtr Parser::parse_and() {
    ExpressionPtr left = parse_not();
    while (is_name("and")) {
        const Place place = token().place;
        next();
        left = ast::make(place,
                         ast::Logical{LogicalOperator::logical_and, std::move(left), parse_not()});
        count_link();
    }
    return left;
}

ExpressionPtr Parser::parse_not() {
    if (!is_name("not")) return parse_comparison();
    const Nesting nesting(*this);
    const Place place = token().place;
    next();
    return ast::make(place, ast::Unary{UnaryOperator::logical_not, parse_not()});
}

std::optional<CompareOperator> Parser::take_comparison() {
    using Row = std::pair<std::string_view, CompareOperator>;
    static constexpr auto rows = std::to_array<Row>({
        {"==", CompareOperator::equal},
        {"!=", CompareOperator::not_equal},
        {"<", CompareOperator::less},
        {"<=", CompareOperator::less_equal},
        {">", CompareOperator::greater},
        {">=", CompareOperator::greater_equal},
    });
    for (const auto& [sign, comparison] : rows) {
        if (take_sign(sign)) return comparison;
    }
    if (take_name("in")) return CompareOperator::in;
    if (is_name("not") && after().kind == TokenKind::name && after().text == "in") {
        next();
        next();
        return CompareOperator::not_in;
    }
    return std::nullopt;
}

ExpressionPtr Parser::parse_comparison() {
    const Place place = token().place;
    ExpressionPtr first = parse_sum();
    std::vector<std::pair<CompareOperator, ExpressionPtr>> rest;
    while (const auto comparison = take_comparison()) rest.emplace_back(*comparison, parse_sum());
    if (rest.empty()) return first;
    return ast::make(place, ast::Comparison{std::move(first), std::move(rest)});
}

ExpressionPtr Parser::parse_sum() {
    ExpressionPtr left = parse_join();
    while (is_sign("+") || is_sign("-")) {
        const Place place = token().place;
        const auto sign = is_sign("+") ? BinaryOperator::add : BinaryOperator::subtract;
        next();
        left = ast::make(place, ast::Binary{sign, std::move(left), parse_join()});
        count_link();
    }
    return left;
}

ExpressionPtr Parser::parse_join() {
    ExpressionPtr left = parse_product();
    while (is_sign("~")) {
        const Place place = token().place;
        next();
        left =
            ast::make(place, ast::Binary{BinaryOperator::join, std::move(left), parse_product()});
        count_link();
    }
    return left;
}

ExpressionPtr Parser::parse_product() {
    using Row = std::pair<std::string_view, BinaryOperator>;
    static constexpr auto rows = std::to_array<Row>({
        {"*", BinaryOperator::multiply},
        {"/", BinaryOperator::divide},
        {"//", BinaryOperator::floor_divide},
        {"%", BinaryOperator::modulo},
    });
    ExpressionPtr left = parse_power();
    for (auto row = rows.begin(); row != rows.end();) {
        const Place place = token().place;
        if (!take_sign(row->first)) {
            ++row;
            continue;
        }
        left = ast::make(place, ast::Binary{row->second, std::move(left), parse_power()});
        count_link();
        row = rows.begin();
    }
    return left;
}

// From left to right, as Jinja2 has it and Python has not.
ExpressionPtr Parser::parse_power() {
    ExpressionPtr left = parse_unary();
    while (is_sign("**")) {
        const Place place = token().place;
        next();
        left = ast::make(place, ast::Binary{BinaryOperator::power, std::move(left), parse_unary()});
        count_link();
    }
    return left;
}

// A sign binds closer than a filter: -1 | abs is 1.
ExpressionPtr Parser::parse_unary(bool with_filters) {
    const Nesting nesting(*this);
    const Place place = token().place;
    ExpressionPtr expression;
    if (is_sign("-") || is_sign("+")) {
        const auto sign = is_sign("-") ? UnaryOperator::negative : UnaryOperator::positive;
        next();
        expression = ast::make(place, ast::Unary{sign, parse_unary(false)});
    } else {
        expression = parse_primary();
    }
    expression = parse_postfix(std::move(expression));
    return with_filters ? parse_filters(std::move(expression)) : std::move(expression);
}

ExpressionPtr Parser::parse_primary() {
    switch (token().kind) {
        case TokenKind::name:
            return parse_name();
        case TokenKind::string:
            return parse_string();
        case TokenKind::integer:
        case TokenKind::real:
            return parse_number();
        case TokenKind::sign:
            if (is_sign("(")) return parse_parentheses();
            if (is_sign("[")) return parse_list();
            if (is_sign("{")) return parse_dictionary();
            break;
        case TokenKind::text:
        case TokenKind::print_begin:
        case TokenKind::print_end:
        case TokenKind::block_begin:
        case TokenKind::block_end:
        case TokenKind::end:
            break;
    }
    return fail_expression(token().place,
                           fmt::format("expected an expression, found {}", describe(token())));
}

ExpressionPtr Parser::parse_name() {
    const Place place = token().place;
    const std::string_view name = token().text;
    next();
    if (name == "true" || name == "True") return ast::make(place, ast::Literal{true});
    if (name == "false" || name == "False") return ast::make(place, ast::Literal{false});
    if (name == "none" || name == "None") return ast::make(place, ast::Literal{nullptr});
    return ast::make(place, ast::Name{std::string(name)});
}

ExpressionPtr Parser::parse_number() {
    const Token number = token();
    next();
    if (number.kind == TokenKind::integer) {
        const auto integer = parse_integer_literal(number.text);
        if (integer) return ast::make(number.place, ast::Literal{*integer});
        return fail_expression(
            number.place,
            fmt::format("{} is no integer of 64 bits as Python writes it", number.text));
    }
    return ast::make(number.place, ast::Literal{real_of_literal(number.text)});
}

// Strings that stand side by side are one.
ExpressionPtr Parser::parse_string() {
    const Place place = token().place;
    std::string text;
    for (; token().kind == TokenKind::string; next()) {
        const auto part = unescape_string_literal(token().text);
        if (!part) return fail_expression(token().place, part.error());
        text += *part;
    }
    return ast::make(place, ast::Literal{value::Value(text)});
}

ExpressionPtr Parser::parse_parentheses() {
    const Place place = token().place;
    want_sign("(");
    ExpressionPtr inner = is_sign(")") ? ast::make(place, ast::Sequence{true, {}}) : parse_tuple();
    want_sign(")");
    return inner;
}

ExpressionPtr Parser::parse_list() {
    const Place place = token().place;
    want_sign("[");
    std::vector<ExpressionPtr> items;
    while (!failed() && !is_sign("]")) {
        items.push_back(parse_expression());
        if (!is_sign("]")) want_sign(",");
    }
    want_sign("]");
    return ast::make(place, ast::Sequence{false, std::move(items)});
}

ExpressionPtr Parser::parse_dictionary() {
    const Place place = token().place;
    want_sign("{");
    std::vector<std::pair<ExpressionPtr, ExpressionPtr>> entries;
    while (!failed() && !is_sign("}")) {
        ExpressionPtr key = parse_expression();
        want_sign(":");
        entries.emplace_back(std::move(key), parse_expression());
        if (!is_sign("}")) want_sign(",");
    }
    want_sign("}");
    return ast::make(place, ast::Dictionary{std::move(entries)});
}

}  // namespace tined::templates
