#include "handlers/route_order.hpp"

#include <algorithm>

namespace tined::handlers {

namespace {

int kind_of(const PatternSegment& segment) noexcept {
    if (!segment.is_parameter) return 0;
    switch (segment.type) {
        case ParameterType::integer:
        case ParameterType::uuid:
        case ParameterType::real:
            return 2;
        case ParameterType::slug:
            return 3;
        case ParameterType::string:
            return 4;
        case ParameterType::path:
            return 5;
    }
    return 4;
}

}  // namespace

bool is_tried_before(const Route& a, const Route& b) {
    if (a.hosts.size() != b.hosts.size()) return a.hosts.size() > b.hosts.size();
    if (a.hosts != b.hosts) return a.hosts < b.hosts;
    if (a.is_regex || b.is_regex) return !a.is_regex && b.is_regex;
    const auto& left = a.pattern->segments();
    const auto& right = b.pattern->segments();
    for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
        const int x = kind_of(left[i]);
        const int y = kind_of(right[i]);
        if (x != y) return x < y;
        if (left[i].text != right[i].text) return left[i].text < right[i].text;
    }
    return left.size() < right.size();
}

}  // namespace tined::handlers
