#include "http/repair.hpp"

#include <string_view>

#include "base/utf8.hpp"

namespace tined::http {

std::string repair_utf8(std::string text) {
    if (base::is_utf8(text)) return text;
    std::string repaired;
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto code_point = base::first_code_point(rest);
        const std::size_t size = code_point ? code_point->size : 1;
        repaired += code_point ? rest.substr(0, size) : std::string_view("\xEF\xBF\xBD");
        rest.remove_prefix(size);
    }
    return repaired;
}

}  // namespace tined::http
