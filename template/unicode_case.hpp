// Upper and lower case beyond ASCII: Latin with its accents, Greek, Cyrillic and Armenian, which
// are the scripts that have case in common use. Other letters stay as they are.
#pragma once

#include <string>
#include <string_view>

namespace tined::templates {

std::string to_upper(std::string_view text);
std::string to_lower(std::string_view text);
/// The first letter upper, all others lower.
std::string capitalize(std::string_view text);

}  // namespace tined::templates
