#include "http/fields.hpp"

#include <algorithm>
#include <ranges>

#include "base/text.hpp"

namespace tined::http {

std::optional<std::string_view> Fields::search(std::string_view name) const noexcept {
    const std::size_t first = first_[FieldNames::place_of(name)];
    for (const Field& field : lines_ | std::views::drop(first)) {
        if (field.name.size() != name.size()) continue;  // without a call, for most
        if (base::equals_ignoring_case(field.name, name)) return field.value;
    }
    return std::nullopt;
}

std::optional<std::string_view> Fields::find_last(std::string_view name) const noexcept {
    for (const Field& field : lines_ | std::views::reverse) {
        if (base::equals_ignoring_case(field.name, name)) return field.value;
    }
    return std::nullopt;
}

std::size_t Fields::count(std::string_view name) const noexcept {
    const auto is_it = [name](const Field& field) {
        return base::equals_ignoring_case(field.name, name);
    };
    return static_cast<std::size_t>(std::ranges::count_if(lines_, is_it));
}

}  // namespace tined::http
