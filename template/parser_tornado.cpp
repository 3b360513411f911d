// Statements that Jinja2 has as extensions (do, break, continue) or not at all: Tornado's.
#include <algorithm>
#include <utility>

#include "template/parser.hpp"

namespace tined::templates {

Parser::StatementForm Parser::parse_do() { return ast::Do{parse_tuple()}; }

Parser::StatementForm Parser::parse_while() {
    ast::ExpressionPtr condition = parse_expression();
    return ast::While{std::move(condition), parse_block_body("endwhile")};
}

Parser::StatementForm Parser::parse_break() { return ast::Break{}; }
Parser::StatementForm Parser::parse_continue() { return ast::Continue{}; }

// {% raw expression %}; {% raw %} alone ends in the lexer.
Parser::StatementForm Parser::parse_raw() {
    const Place place = token().place;
    ast::Filter as_it_is{parse_expression(), "safe", {}};
    return ast::Print{ast::make(place, std::move(as_it_is))};
}

// {% apply f %} is {% filter f %}.
Parser::StatementForm Parser::parse_apply() {
    ast::FilterChain filters = parse_filter_chain(false);
    return ast::FilterBlock{std::move(filters), parse_block_body("endapply")};
}

// {% autoescape None %} and {% autoescape xhtml_escape %} are no blocks where nothing ends them by
// name: they are for the whole file.
bool Parser::take_whole_escaping() {
    const bool is_on = is_name("xhtml_escape");
    const bool is_whole = (is_on || is_name("None")) && after().kind == TokenKind::block_end;
    const auto ends_block = [](const Token& end) {
        return end.kind == TokenKind::name && end.text == "endautoescape";
    };
    const auto rest = tokens_.begin() + static_cast<std::ptrdiff_t>(at_);
    if (!is_whole || std::any_of(rest, tokens_.end(), ends_block)) return false;
    next();
    whole_escaping_ = is_on;
    return true;
}

}  // namespace tined::templates
