// The rule for names of files with an expression in them, in `file` and `template`: the first
// folder is literal, and what the name comes to stays in it.
#pragma once

#include <string>
#include <string_view>

#include "config/reader.hpp"
#include "template/template.hpp"

namespace tined::handlers {

/// The literal folder of "pages/old/{{ params.name }}.html", "pages/old/": the narrowest that holds
/// all that the name can come to. Empty if there is none.
std::string literal_folder(const templates::Template& name);

/// Tells a problem where a name with an expression has no literal first folder.
bool check_literal_folder(const config::Reader& value, const templates::Template& name);

/// Whether `name` is below `folder`, without an empty, a `.` or a `..` segment, NUL or backslash.
bool stays_in(std::string_view folder, std::string_view name) noexcept;

}  // namespace tined::handlers
