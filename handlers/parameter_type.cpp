#include "handlers/parameter_type.hpp"

#include <algorithm>
#include <iterator>

#include "base/text.hpp"

namespace tined::handlers {
namespace {

bool is_uuid(std::string_view text) noexcept {
    constexpr std::string_view shape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    return std::ranges::equal(text, shape, [](char c, char wanted) {
        return wanted == '-' ? c == '-' : base::hex_value(c) >= 0;
    });
}

bool is_slug(std::string_view text) noexcept {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return base::is_alnum(c) || c == '-' || c == '_';
    });
}

}  // namespace

std::optional<ParameterType> parameter_type(std::string_view name) noexcept {
    const auto found = std::ranges::find(parameter_type_names, name);
    if (found == std::end(parameter_type_names)) return std::nullopt;
    return static_cast<ParameterType>(found - std::begin(parameter_type_names));
}

std::string_view name_of(ParameterType type) noexcept {
    return parameter_type_names[static_cast<std::size_t>(type)];
}

bool is_of(ParameterType type, std::string_view text) noexcept {
    switch (type) {
        case ParameterType::string:
            return !text.empty();
        case ParameterType::integer:
            return base::parse_integer<std::int64_t>(text).has_value();
        case ParameterType::real:
            return base::parse_real(text).has_value();
        case ParameterType::uuid:
            return is_uuid(text);
        case ParameterType::slug:
            return is_slug(text);
        case ParameterType::path:
            return true;
    }
    return false;  // not reached: the switch knows every type
}

}  // namespace tined::handlers
