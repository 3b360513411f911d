// The files of a new module, as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tined::daemon {

struct NewFile {
    std::string name;
    std::string content;
};

/// Whether a module may be called so: a small letter, then small letters, digits and underscores.
bool is_module_name(std::string_view name) noexcept;

/// For a module of that name.
std::vector<NewFile> new_module(std::string_view name);

}  // namespace tined::daemon
