// The text in a piece of HTML.
#pragma once

#include <string>
#include <string_view>

namespace tined::templates {

/// Without comments and tags, white space as single blanks, references as the characters they
/// stand for (numbers, and the five names of XML with nbsp).
std::string text_of_html(std::string_view html);

}  // namespace tined::templates
