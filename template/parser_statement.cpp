#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "base/nearest.hpp"
#include "template/parser.hpp"

namespace tined::templates {

const std::vector<Parser::StatementRow>& Parser::statement_rows() {
    static const std::vector<StatementRow> rows = {
        {"if", &Parser::parse_if},
        {"for", &Parser::parse_for},
        {"set", &Parser::parse_set},
        {"block", &Parser::parse_block},
        {"extends", &Parser::parse_extends},
        {"include", &Parser::parse_include},
        {"import", &Parser::parse_import},
        {"from", &Parser::parse_from},
        {"macro", &Parser::parse_macro},
        {"call", &Parser::parse_call_block},
        {"filter", &Parser::parse_filter_block},
        {"with", &Parser::parse_with},
        {"autoescape", &Parser::parse_autoescape},
        {"do", &Parser::parse_do},
        {"while", &Parser::parse_while},
        {"break", &Parser::parse_break},
        {"continue", &Parser::parse_continue},
        {"raw", &Parser::parse_raw},
        {"apply", &Parser::parse_apply},
    };
    return rows;
}

std::expected<ast::Body, Error> Parser::parse_template() {
    ast::Body body = parse_body({});
    if (error_) return std::unexpected(std::move(*error_));
    return body;
}

// Statements up to one of `ends`, whose name is then the present token. Without any: to the end.
// The name `end` ends every block.
ast::Body Parser::parse_body(std::initializer_list<std::string_view> ends) {
    const Nesting nesting(*this);
    ast::Body body;
    while (!failed()) {
        links_ = 0;
        const Place place = token().place;
        if (token().kind == TokenKind::text) {
            body.push_back({place, ast::Text{token().text}});
            next();
        } else if (token().kind == TokenKind::print_begin) {
            next();
            const Place start = token().place;
            body.push_back({start, ast::Print{parse_tuple()}});
            want(TokenKind::print_end, "the end of the {{ }}");
        } else if (token().kind == TokenKind::block_begin) {
            next();
            if (std::ranges::any_of(ends, [this](auto end) { return is_name(end); })) return body;
            body.push_back(parse_statement());
        } else {
            break;
        }
    }
    return body;
}

ast::Statement Parser::parse_statement() {
    const Token name = token();
    for (const StatementRow& row : statement_rows()) {
        if (!is_name(row.name)) continue;
        next();
        ast::Statement statement{name.place, (this->*row.parse)()};
        want(TokenKind::block_end, fmt::format("the end of this {{% {} %}}", row.name));
        return statement;
    }
    unknown_statement(name);
    return {name.place, ast::Text{}};
}

void Parser::unknown_statement(const Token& name) {
    if (name.kind != TokenKind::name) {
        fail(name.place, fmt::format("expected a statement, found {}", describe(name)));
        return;
    }
    if (name.text.starts_with("end") || name.text == "else" || name.text == "elif") {
        fail(name.place, fmt::format("{{% {} %}} ends nothing that is open here", name.text));
        return;
    }
    std::vector<std::string_view> known;
    for (const StatementRow& row : statement_rows()) known.push_back(row.name);
    const auto near = base::nearest(name.text, known);
    fail(name.place, fmt::format("unknown statement \"{}\"{}", name.text,
                                 near ? fmt::format("; did you mean \"{}\"?", *near) : ""));
}

// The end of a statement's own tag, its body, and the name that ends it.
ast::Body Parser::parse_block_body(std::string_view end) {
    want(TokenKind::block_end, "the end of the {% %}");
    ast::Body body = parse_body({end, "end"});
    finish_block(end);
    return body;
}

void Parser::finish_block(std::string_view end) {
    if (take_name(end) || take_name("end")) return;
    fail(token().place, fmt::format("{{% {} %}} is missing", end));
}

Parser::StatementForm Parser::parse_if() {
    ast::If statement;
    do {
        ast::ExpressionPtr condition = parse_tuple();
        want(TokenKind::block_end, "the end of the {% if %}");
        statement.branches.push_back(
            {std::move(condition), parse_body({"elif", "else", "endif", "end"})});
    } while (take_name("elif"));
    if (take_name("else")) {
        statement.otherwise = parse_block_body("endif");
    } else {
        finish_block("endif");
    }
    return statement;
}

Parser::StatementForm Parser::parse_for() {
    ast::For statement;
    statement.target = parse_target();
    if (!take_name("in")) {
        fail(token().place, fmt::format("expected `in`, found {}", describe(token())));
    }
    statement.iterable = parse_tuple(false);
    if (take_name("if")) statement.condition = parse_expression();
    statement.recursive = take_name("recursive");
    want(TokenKind::block_end, "the end of the {% for %}");
    statement.body = parse_body({"endfor", "end", "else"});
    if (take_name("else")) {
        statement.otherwise = parse_block_body("endfor");
    } else {
        finish_block("endfor");
    }
    return statement;
}

Parser::StatementForm Parser::parse_set() {
    ast::Target target = parse_target();
    if (take_sign("=")) return ast::Set{std::move(target), parse_tuple()};
    ast::FilterChain filters = parse_filter_chain(true);
    return ast::SetBlock{std::move(target), std::move(filters), parse_block_body("endset")};
}

Parser::StatementForm Parser::parse_filter_block() {
    ast::FilterChain filters = parse_filter_chain(false);
    return ast::FilterBlock{std::move(filters), parse_block_body("endfilter")};
}

ast::FilterChain Parser::parse_filter_chain(bool first_has_bar) {
    ast::FilterChain filters;
    if (!first_has_bar) filters.push_back(parse_filter(nullptr));
    while (take_sign("|")) filters.push_back(parse_filter(nullptr));
    return filters;
}

Parser::StatementForm Parser::parse_with() {
    ast::With statement;
    while (!failed() && token().kind != TokenKind::block_end) {
        if (!statement.assignments.empty()) want_sign(",");
        ast::Target target = parse_target_part();
        want_sign("=");
        statement.assignments.emplace_back(std::move(target), parse_expression());
    }
    statement.body = parse_block_body("endwith");
    return statement;
}

Parser::StatementForm Parser::parse_autoescape() {
    if (take_whole_escaping()) return ast::Text{};
    ast::ExpressionPtr enabled = parse_expression();
    return ast::Autoescape{std::move(enabled), parse_block_body("endautoescape")};
}

Parser::StatementForm Parser::parse_block() {
    ast::Block statement;
    statement.name = want_name("the block's name");
    if (is_sign("-")) {
        fail(token().place, "a block's name can't have a hyphen in it: write an underscore");
    }
    statement.scoped = take_name("scoped");
    statement.required = take_name("required");
    statement.scoped = take_name("scoped") || statement.scoped;
    const Place place = token().place;
    statement.body = parse_block_body("endblock");
    if (token().kind == TokenKind::name && !take_name(statement.name)) {
        fail(token().place, fmt::format("{{% endblock {} %}} ends the block \"{}\"", token().text,
                                        statement.name));
    }
    const auto is_blank = [](const ast::Statement& inner) {
        const auto* text = std::get_if<ast::Text>(&inner.form);
        return text && text->text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos;
    };
    if (statement.required && !std::ranges::all_of(statement.body, is_blank)) {
        fail(place, "a required block must be empty");
    }
    return statement;
}

Parser::StatementForm Parser::parse_extends() { return ast::Extends{parse_expression()}; }

Parser::StatementForm Parser::parse_include() {
    ast::Include statement;
    statement.names = parse_expression();
    statement.ignore_missing =
        is_name("ignore") && after().kind == TokenKind::name && after().text == "missing";
    if (statement.ignore_missing) {
        next();
        next();
    }
    statement.with_context = parse_context(true);
    return statement;
}

// `with context` or `without context`, if it is written.
bool Parser::parse_context(bool otherwise) {
    const bool with = is_name("with");
    if ((!with && !is_name("without")) || after().text != "context") return otherwise;
    next();
    next();
    return with;
}

Parser::StatementForm Parser::parse_import() {
    ast::Import statement;
    statement.from = parse_expression();
    if (!take_name("as")) {
        fail(token().place, fmt::format("expected `as`, found {}", describe(token())));
    }
    statement.name = want_name("a name");
    statement.with_context = parse_context(false);
    return statement;
}

Parser::StatementForm Parser::parse_from() {
    ast::FromImport statement{parse_expression(), {}, false};
    if (!take_name("import")) {
        fail(token().place, fmt::format("expected `import`, found {}", describe(token())));
    }
    while (!failed() && token().kind == TokenKind::name) {
        if (after().text == "context" && (is_name("with") || is_name("without"))) break;
        const Place place = token().place;
        std::string there = want_name("a name");
        if (there.starts_with("_")) {
            fail(place,
                 fmt::format("\"{}\" begins with an underscore and stays where it is", there));
        }
        std::string here = take_name("as") ? want_name("a name") : there;
        statement.names.emplace_back(std::move(there), std::move(here));
        if (!take_sign(",")) break;
    }
    if (statement.names.empty()) {
        fail(token().place, fmt::format("expected a name, found {}", describe(token())));
    }
    statement.with_context = parse_context(false);
    return statement;
}

Parser::StatementForm Parser::parse_macro() {
    ast::Signature signature = parse_signature(want_name("the macro's name"));
    return ast::Macro{std::move(signature), parse_block_body("endmacro")};
}

Parser::StatementForm Parser::parse_call_block() {
    ast::Signature signature{"caller", {}};
    if (is_sign("(")) signature = parse_signature("caller");
    const Place place = token().place;
    ast::ExpressionPtr call = parse_expression();
    if (!failed() && !std::holds_alternative<ast::Call>(call->form)) {
        fail(place, "expected a call of a macro");
    }
    return ast::CallBlock{std::move(signature), std::move(call), parse_block_body("endcall")};
}

ast::Signature Parser::parse_signature(std::string name) {
    ast::Signature signature{std::move(name), {}};
    want_sign("(");
    while (!failed() && !is_sign(")")) {
        if (!signature.parameters.empty()) want_sign(",");
        const Place place = token().place;
        std::string parameter = want_name("a parameter's name");
        ast::ExpressionPtr otherwise;
        if (take_sign("=")) {
            otherwise = parse_expression();
        } else if (!signature.parameters.empty() && signature.parameters.back().otherwise) {
            fail(place, "a parameter without a default stands behind one with a default");
        }
        signature.parameters.push_back({std::move(parameter), std::move(otherwise), place});
    }
    want_sign(")");
    return signature;
}

// name, or namespace.member, or several with commas, in parentheses or not
ast::Target Parser::parse_target() {
    const Place place = token().place;
    ast::Target first = parse_target_part();
    if (!is_sign(",")) return first;
    ast::Target target{place, {}, {}, {}};
    target.parts.push_back(std::move(first));
    while (take_sign(",")) {
        if (token().kind != TokenKind::name && !is_sign("(")) break;
        if (is_name("in")) break;
        target.parts.push_back(parse_target_part());
    }
    return target;
}

ast::Target Parser::parse_target_part() {
    const Nesting nesting(*this);
    const Place place = token().place;
    if (failed()) return {place, {}, {}, {}};
    if (take_sign("(")) {
        ast::Target target = parse_target();
        want_sign(")");
        return target;
    }
    ast::Target target{place, want_name("a name"), {}, {}};
    static constexpr auto reserved = {"true", "false", "none", "True", "False",
                                      "None", "loop",  "self", "super"};
    if (std::ranges::find(reserved, target.name) != reserved.end()) {
        fail(place, fmt::format("\"{}\" can't be assigned to", target.name));
    }
    if (take_sign(".")) target.member = want_name("a name");
    return target;
}

bool Parser::is_sign(std::string_view sign) const {
    return token().kind == TokenKind::sign && token().text == sign;
}

bool Parser::is_name(std::string_view name) const {
    return token().kind == TokenKind::name && token().text == name;
}

bool Parser::take_sign(std::string_view sign) {
    const bool is = is_sign(sign);
    if (is) next();
    return is;
}

bool Parser::take_name(std::string_view name) {
    const bool is = is_name(name);
    if (is) next();
    return is;
}

void Parser::want_sign(std::string_view sign) {
    if (!take_sign(sign)) {
        fail(token().place, fmt::format("expected '{}', found {}", sign, describe(token())));
    }
}

void Parser::want(TokenKind kind, std::string_view what) {
    if (token().kind == kind) {
        next();
    } else {
        fail(token().place, fmt::format("expected {}, found {}", what, describe(token())));
    }
}

std::string Parser::want_name(std::string_view what) {
    if (token().kind == TokenKind::name) {
        std::string name(token().text);
        next();
        return name;
    }
    fail(token().place, fmt::format("expected {}, found {}", what, describe(token())));
    return {};
}

void Parser::next() {
    if (at_ + 1 < tokens_.size()) ++at_;
}

void Parser::fail(Place place, std::string message) {
    if (!error_) error_ = Error{origin_.file, place, std::move(message)};
    at_ = tokens_.size() - 1;
}

void Parser::count_link() {
    if (++links_ > most_links) fail(token().place, "this expression is too long");
}

ast::ExpressionPtr Parser::fail_expression(Place place, std::string message) {
    fail(place, std::move(message));
    return ast::make(place, ast::Literal{});
}

}  // namespace tined::templates
