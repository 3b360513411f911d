#include "handlers/literal_folder.hpp"

#include "base/text.hpp"

namespace tined::handlers {

std::string literal_folder(const templates::Template& name) {
    const auto leading = name.leading_text();
    const auto slash = leading.rfind('/');
    const bool is_none = slash == std::string_view::npos || slash == 0;  // the root is too wide
    return is_none ? std::string() : std::string(leading.substr(0, slash + 1));
}

bool check_literal_folder(const config::Reader& value, const templates::Template& name) {
    if (!literal_folder(name).empty()) return true;
    value.fail("with an expression in it the first folder must be literal, as in pages/{{ x }}");
    return false;
}

bool stays_in(std::string_view folder, std::string_view name) noexcept {
    if (!name.starts_with(folder) || name.size() == folder.size()) return false;
    if (name.find('\0') != std::string_view::npos || name.contains('\\')) return false;
    std::string_view rest = name.substr(folder.size());
    while (true) {
        const auto slash = rest.find('/');
        const auto segment = rest.substr(0, slash);
        if (segment.empty() || segment == "." || segment == "..") return false;
        if (slash == std::string_view::npos) return true;
        rest.remove_prefix(slash + 1);
    }
}

}  // namespace tined::handlers
