// What stands behind an expression: members, items, calls, filters and tests.
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"
#include "template/parser.hpp"
#include "template/string_literal.hpp"

namespace tined::templates {

using ast::ExpressionPtr;

ExpressionPtr Parser::parse_postfix(ExpressionPtr left) {
    for (; !failed(); count_link()) {
        const Place place = token().place;
        if (is_sign(".")) {
            left = parse_member(std::move(left));
        } else if (is_sign("[")) {
            left = parse_subscript(std::move(left));
        } else if (is_sign("(")) {
            left = ast::make(place, ast::Call{std::move(left), parse_arguments()});
        } else {
            break;
        }
    }
    return left;
}

ExpressionPtr Parser::parse_filters(ExpressionPtr left) {
    for (; !failed(); count_link()) {
        const Place place = token().place;
        if (take_sign("|")) {
            left = parse_filter(std::move(left));
        } else if (take_name("is")) {
            left = parse_test(std::move(left));
        } else if (is_sign("(")) {
            left = ast::make(place, ast::Call{std::move(left), parse_arguments()});
        } else {
            break;
        }
    }
    return left;
}

// of.name, and of.0 for of[0]
ExpressionPtr Parser::parse_member(ExpressionPtr of) {
    want_sign(".");
    const Token name = token();
    next();
    if (name.kind == TokenKind::name) {
        return ast::make(name.place, ast::Member{std::move(of), std::string(name.text)});
    }
    const auto index =
        name.kind == TokenKind::integer ? parse_integer_literal(name.text) : std::nullopt;
    if (!index) {
        return fail_expression(
            name.place, fmt::format("expected a name after the dot, found {}", describe(name)));
    }
    return ast::make(name.place,
                     ast::Item{std::move(of), ast::make(name.place, ast::Literal{*index})});
}

// of[key], of[a, b] (the key is a tuple), of[from:to:step]
ExpressionPtr Parser::parse_subscript(ExpressionPtr of) {
    const Place place = token().place;
    want_sign("[");
    ExpressionPtr parts[3];
    int part = 0;
    for (; part < 3 && !failed(); ++part) {
        if (!is_sign(":") && !is_sign("]")) parts[part] = parse_tuple();
        if (part == 2 || !take_sign(":")) break;
    }
    if (part == 0 && !parts[0]) fail(token().place, "expected an expression, found ']'");
    want_sign("]");
    if (part == 0) return ast::make(place, ast::Item{std::move(of), std::move(parts[0])});
    return ast::make(place, ast::Slice{std::move(of), std::move(parts[0]), std::move(parts[1]),
                                       std::move(parts[2])});
}

// After the bar: a name, which may have dots in it, and arguments.
ExpressionPtr Parser::parse_filter(ExpressionPtr input) {
    const Place place = token().place;
    std::string name = want_name("the name of a filter");
    while (take_sign(".")) name += "." + want_name("the name of a filter");
    ast::Arguments arguments;
    if (is_sign("(")) arguments = parse_arguments();
    return ast::make(place, ast::Filter{std::move(input), std::move(name), std::move(arguments)});
}

// After `is`: [not] name, with arguments in parentheses or one without: `x is divisibleby 3`.
ExpressionPtr Parser::parse_test(ExpressionPtr input) {
    const bool negated = take_name("not");
    const Place place = token().place;
    std::string name = want_name("the name of a test");
    // Python's `x is not None`, as Tornado's templates have it.
    if (name == "None" || name == "True" || name == "False") name[0] = base::to_lower(name[0]);
    ast::Arguments arguments;
    if (is_sign("(")) {
        arguments = parse_arguments();
    } else if (starts_test_argument()) {
        if (is_name("is")) fail(token().place, "tests can't be chained: join them with `and`");
        arguments.positional.push_back(parse_postfix(parse_primary()));
    }
    return ast::make(place,
                     ast::Test{std::move(input), std::move(name), std::move(arguments), negated});
}

bool Parser::starts_test_argument() const {
    switch (token().kind) {
        case TokenKind::name:
            return !is_name("else") && !is_name("or") && !is_name("and") && !is_name("if");
        case TokenKind::string:
        case TokenKind::integer:
        case TokenKind::real:
            return true;
        case TokenKind::sign:
            return is_sign("[") || is_sign("{");
        case TokenKind::text:
        case TokenKind::print_begin:
        case TokenKind::print_end:
        case TokenKind::block_begin:
        case TokenKind::block_end:
        case TokenKind::end:
            return false;
    }
    std::unreachable();
}

ast::Arguments Parser::parse_arguments() {
    ast::Arguments arguments;
    want_sign("(");
    while (!failed() && !is_sign(")")) {
        parse_argument(arguments);
        if (!is_sign(")")) want_sign(",");
    }
    want_sign(")");
    return arguments;
}

void Parser::parse_argument(ast::Arguments& arguments) {
    const Place place = token().place;
    if (take_sign("**")) {
        if (arguments.spread_map) fail(place, "only one **map can be given");
        arguments.spread_map = parse_expression();
        return;
    }
    if (take_sign("*")) {
        if (arguments.spread_list) fail(place, "only one *list can be given");
        arguments.spread_list = parse_expression();
        return;
    }
    if (token().kind == TokenKind::name && after().kind == TokenKind::sign && after().text == "=") {
        std::string name(token().text);
        next();
        next();
        arguments.named.push_back({std::move(name), parse_expression()});
        return;
    }
    if (!arguments.named.empty() || arguments.spread_map || arguments.spread_list) {
        fail(place, "an argument without a name stands behind one with a name");
    }
    arguments.positional.push_back(parse_expression());
}

}  // namespace tined::templates
