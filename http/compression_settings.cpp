#include "http/compression_settings.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/field_syntax.hpp"

namespace tined::http {

bool CompressionSettings::covers(std::string_view content_type) const noexcept {
    if (algorithms.empty()) return false;
    const std::string_view type = without_parameters(content_type);
    return std::ranges::any_of(types, [type](std::string_view covered) {
        if (!covered.ends_with("/*")) return base::equals_ignoring_case(type, covered);
        return base::starts_with_ignoring_case(type, covered.substr(0, covered.size() - 1));
    });
}

}  // namespace tined::http
