// Reads tokens into a tree, by Jinja2's grammar. Expressions are in parser_expression.cpp,
// statements in parser_statement.cpp: a new statement is one function there and one row in the
// table of statements. Those that Jinja2 has not, or only as extensions, are in
// parser_tornado.cpp.
#pragma once

#include <algorithm>
#include <expected>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "template/ast.hpp"
#include "template/error.hpp"
#include "template/token.hpp"

namespace tined::templates {

/// Used once. After the first mistake it stands at the end of the tokens, so that every loop ends;
/// what it returns until then is a tree that nobody looks at.
class Parser {
public:
    /// The tokens, and the source they point into, outlive the tree.
    Parser(const std::vector<Token>& tokens, const Origin& origin)
        : tokens_(tokens), origin_(origin) {}

    std::expected<ast::Body, Error> parse_template();
    std::expected<ast::ExpressionPtr, Error> parse_bare_expression();
    /// Whether the template said {% autoescape None %}: all of it is written as it is.
    /// What the template says for the whole of itself.
    std::optional<bool> whole_escaping() const { return whole_escaping_; }

private:
    using StatementForm = decltype(ast::Statement::form);
    using StatementParser = StatementForm (Parser::*)();
    struct StatementRow {
        std::string_view name;
        StatementParser parse;
    };
    static const std::vector<StatementRow>& statement_rows();

    // Statements
    ast::Body parse_body(std::initializer_list<std::string_view> ends);
    ast::Statement parse_statement();
    ast::Body parse_block_body(std::string_view end);
    void finish_block(std::string_view end);
    void unknown_statement(const Token& name);
    StatementForm parse_if();
    StatementForm parse_for();
    StatementForm parse_set();
    StatementForm parse_filter_block();
    StatementForm parse_with();
    StatementForm parse_autoescape();
    StatementForm parse_block();
    StatementForm parse_extends();
    StatementForm parse_include();
    StatementForm parse_import();
    StatementForm parse_from();
    StatementForm parse_macro();
    StatementForm parse_call_block();
    StatementForm parse_do();
    StatementForm parse_while();
    StatementForm parse_break();
    StatementForm parse_continue();
    StatementForm parse_raw();
    StatementForm parse_apply();
    bool take_whole_escaping();
    bool parse_context(bool otherwise);
    ast::Signature parse_signature(std::string name);
    ast::FilterChain parse_filter_chain(bool first_has_bar);
    ast::Target parse_target();
    ast::Target parse_target_part();

    // Expressions, from what binds least to what binds most
    ast::ExpressionPtr parse_tuple(bool with_conditional = true);
    ast::ExpressionPtr parse_expression();
    ast::ExpressionPtr parse_or();
    ast::ExpressionPtr parse_and();
    ast::ExpressionPtr parse_not();
    ast::ExpressionPtr parse_comparison();
    ast::ExpressionPtr parse_sum();
    ast::ExpressionPtr parse_join();
    ast::ExpressionPtr parse_product();
    ast::ExpressionPtr parse_power();
    ast::ExpressionPtr parse_unary(bool with_filters = true);
    ast::ExpressionPtr parse_primary();
    ast::ExpressionPtr parse_name();
    ast::ExpressionPtr parse_parentheses();
    ast::ExpressionPtr parse_list();
    ast::ExpressionPtr parse_dictionary();
    ast::ExpressionPtr parse_postfix(ast::ExpressionPtr left);
    ast::ExpressionPtr parse_filters(ast::ExpressionPtr left);
    ast::ExpressionPtr parse_member(ast::ExpressionPtr of);
    ast::ExpressionPtr parse_subscript(ast::ExpressionPtr of);
    ast::ExpressionPtr parse_filter(ast::ExpressionPtr input);
    ast::ExpressionPtr parse_test(ast::ExpressionPtr input);
    ast::Arguments parse_arguments();
    void parse_argument(ast::Arguments& arguments);
    std::optional<CompareOperator> take_comparison();
    ast::ExpressionPtr parse_number();
    ast::ExpressionPtr parse_string();
    bool starts_test_argument() const;
    bool ends_tuple() const;

    // Tokens
    const Token& token() const { return tokens_[at_]; }
    const Token& after() const { return tokens_[at_ + 1 < tokens_.size() ? at_ + 1 : at_]; }
    bool is_sign(std::string_view sign) const;
    bool is_name(std::string_view name) const;
    bool take_sign(std::string_view sign);
    bool take_name(std::string_view name);
    void want_sign(std::string_view sign);
    void want(TokenKind kind, std::string_view what);
    std::string want_name(std::string_view what);
    void next();

    void fail(Place place, std::string message);
    ast::ExpressionPtr fail_expression(Place place, std::string message);
    bool failed() const { return error_.has_value(); }

    // Templates nest as their author wrote them: the depth is bounded so that no template can
    // exhaust the stack of who compiles it.
    class Nesting;
    static constexpr int most_nesting = 150;

    // A chain (a + b + c, a | f | g, a.b.c) is read by a loop, but its tree is as high as the chain
    // is long, and who compiles or frees the tree walks it by recursion. To be called when the
    // link's operands have been read: the higher of them counts.
    class Height;
    static constexpr int most_links = 1000;
    void count_link();

    const std::vector<Token>& tokens_;
    const Origin& origin_;
    std::size_t at_ = 0;
    int nesting_ = 0;
    int links_ = 0;  // at most so many are above each other in what was read of the expression
    std::optional<bool> whole_escaping_;
    std::optional<Error> error_;
};

class Parser::Nesting {
public:
    explicit Nesting(Parser& parser) : parser_(parser) {
        if (++parser_.nesting_ > most_nesting) {
            parser_.fail(parser_.token().place, "this is nested too deep");
        }
    }
    ~Nesting() { --parser_.nesting_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

private:
    Parser& parser_;
};

/// Counts the links of one expression by themselves, so that those of its neighbours in a list
/// add nothing: of all, the highest remains.
class Parser::Height {
public:
    explicit Height(Parser& parser) : parser_(parser), before_(std::exchange(parser.links_, 0)) {}
    ~Height() { parser_.links_ = std::max(parser_.links_, before_); }
    Height(const Height&) = delete;
    Height& operator=(const Height&) = delete;

private:
    Parser& parser_;
    int before_;
};

}  // namespace tined::templates
