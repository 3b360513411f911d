// Cuts a template's source into tokens: the text between tags, and what stands inside of tags.
// White space control ({%- -%} {%+ +%}, trim_blocks, lstrip_blocks), comments and raw sections end
// here, and what Tornado has besides: {% comment .. %}, and {{! and {%! for {{ and {% as text. The
// parser sees text that is to be written, and statements.
#pragma once

#include <expected>
#include <string_view>
#include <vector>

#include "template/error.hpp"
#include "template/settings.hpp"
#include "template/token.hpp"

namespace tined::templates {

/// The tokens point into `source`. The trailing newline is the caller's to drop.
std::expected<std::vector<Token>, Error> lex(std::string_view source, const Origin& origin,
                                             const Settings& settings);
/// The same for a bare expression: no text, no tags.
std::expected<std::vector<Token>, Error> lex_expression(std::string_view source,
                                                        const Origin& origin);

}  // namespace tined::templates
