#include "template/error.hpp"

#include <fmt/core.h>

namespace tined::templates {

std::string to_string(const Error& error) {
    if (error.place.line == 0) return fmt::format("{}: {}", error.file, error.message);
    return fmt::format("{}:{}:{}: {}", error.file, error.place.line, error.place.column,
                       error.message);
}

}  // namespace tined::templates
