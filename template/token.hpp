// What the lexer makes of a template's source.
#pragma once

#include <string>
#include <string_view>

#include "template/error.hpp"

namespace tined::templates {

enum class TokenKind {
    text,         ///< written as it is; white space control is done already
    print_begin,  ///< {{
    print_end,    ///< }}
    block_begin,  ///< {%
    block_end,    ///< %}
    name,
    integer,
    real,
    string,  ///< with its quotes and escapes, as written
    sign,    ///< an operator or a bracket
    end,     ///< the source's end; always the last token
};

struct Token {
    TokenKind kind;
    std::string_view text;  ///< points into the source
    Place place;
};

/// For messages: "name", "end of the {{ }}", "'+'".
std::string describe(const Token& token);

}  // namespace tined::templates
