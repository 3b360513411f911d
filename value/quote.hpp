// Text in quotes, as Python's repr() has it. For the folder's own sources; print.hpp says more.
#pragma once

#include <string>
#include <string_view>

namespace tined::value {

/// In single quotes; in double ones if it has single and no double ones.
void quote(std::string_view text, std::string& out);

}  // namespace tined::value
