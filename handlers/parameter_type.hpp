// The types that a parameter of a route's path may have, and what text is of each.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tined::handlers {

enum class ParameterType : std::uint8_t {
    string,   ///< one segment, not empty; the default
    integer,  ///< `int`: decimal digits, an optional '-', within 64 bits
    real,     ///< `float`: a decimal number, finite
    uuid,     ///< 8-4-4-4-12 hexadecimal digits, either case
    slug,     ///< ASCII letters, digits, '-' and '_', not empty
    path,     ///< the rest of the path with its slashes; may be empty; only last
};

inline constexpr std::string_view parameter_type_names[] = {"string", "int",  "float",
                                                            "uuid",   "slug", "path"};

/// As a route writes it; nothing for what is no type.
std::optional<ParameterType> parameter_type(std::string_view name) noexcept;
std::string_view name_of(ParameterType type) noexcept;

/// Whether `text`, decoded, is of that type. For `path` anything is: its dangers (a hidden
/// separator, dot segments) are the reader's of the path, not the type's.
bool is_of(ParameterType type, std::string_view text) noexcept;

}  // namespace tined::handlers
