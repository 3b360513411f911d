#include "handlers/host_pattern.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace tined::handlers {
namespace {

bool is_label(std::string_view label) {
    return !label.empty() && std::ranges::all_of(label, [](char c) {
        return base::is_alnum(c) || c == '-' || c == '_';
    });
}

bool is_address_literal(std::string_view text) {
    return text.starts_with('[') && text.ends_with(']') &&
           std::ranges::all_of(text.substr(1, text.size() - 2), [](char c) {
               return base::hex_value(c) >= 0 || c == ':' || c == '.';
           });
}

}  // namespace

std::expected<HostPattern, std::string> parse_host_pattern(std::string_view text) {
    HostPattern pattern{.name = base::to_lower(text)};
    if (is_address_literal(text)) return pattern;
    if (text == "*") return std::unexpected("every host is what a route without `host` answers");
    if (text.find(':') != std::string_view::npos) {
        return std::unexpected("a host is written without a port or a scheme");
    }
    if (text.starts_with("*.")) {
        pattern.is_wildcard = true;
        pattern.name.erase(0, 1);
    }
    const std::string_view labels = text.substr(pattern.is_wildcard ? 2 : 0);
    if (labels.find('*') != std::string_view::npos) {
        return std::unexpected("a \"*\" stands only first, as in *.example.com");
    }
    if (!std::ranges::all_of(base::split(labels, '.'), is_label)) {
        return std::unexpected("expected a host name such as www.example.com or *.example.com");
    }
    return pattern;
}

std::string_view host_of(std::string_view authority) noexcept {
    if (authority.starts_with('[')) return authority.substr(0, authority.find(']') + 1);
    std::string_view host = authority.substr(0, authority.find(':'));
    if (host.ends_with('.')) host.remove_suffix(1);
    return host;
}

}  // namespace tined::handlers
