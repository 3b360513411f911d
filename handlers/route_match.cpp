#include "handlers/route_match.hpp"

#include <algorithm>

namespace tined::handlers {
namespace {

// A path parameter's text runs to the end of the path: segments are views of one text.
std::string_view value_of(const Endpoint::Name& name, const http::Path& path) {
    const std::string_view segment = path.segments.at(name.index);
    if (name.type != ParameterType::path) return segment;
    const auto at = static_cast<std::size_t>(segment.data() - path.text.data());
    return std::string_view(path.text).substr(at);
}

void set_parameters(Look& look, const std::vector<Endpoint::Name>& names,
                    std::span<const std::string_view> groups = {}) {
    look.match.parameters.clear();
    for (const Endpoint::Name& name : names) {
        const auto text = groups.empty() ? value_of(name, look.path) : groups[name.index];
        look.match.parameters.push_back(
            {.name = name.text, .type = name.type, .text = text, .is_set = text.data() != nullptr});
    }
}

}  // namespace

void Match::clear() noexcept {
    outcome = Outcome::not_found;
    route.reset();
    group.reset();
    allowed = {};
    parameters.clear();
}

const Endpoint* choose(const std::vector<Endpoint>& endpoints, http::Method method) noexcept {
    const Endpoint* substitute = nullptr;
    for (const Endpoint& endpoint : endpoints) {
        if (endpoint.methods.names(method)) return &endpoint;
        const bool is_get_for_head =
            method == http::Method::head && endpoint.methods.names(http::Method::get);
        // GET's answer without its body is what HEAD means; `any` is only for what is left.
        if (is_get_for_head || (endpoint.methods.has_any() && substitute == nullptr)) {
            substitute = &endpoint;
        }
    }
    return substitute;
}

const Endpoint* find_overlap(const std::vector<Endpoint>& endpoints, MethodSet methods) noexcept {
    const auto found = std::ranges::find_if(endpoints, [methods](const Endpoint& endpoint) {
        return endpoint.methods.overlaps(methods);
    });
    return found == endpoints.end() ? nullptr : &*found;
}

bool Look::offer(const std::vector<Endpoint>& endpoints, std::span<const std::string_view> groups) {
    if (endpoints.empty()) return false;
    const Endpoint* const chosen = choose(endpoints, method);
    if (chosen != nullptr || match.allowed.is_empty()) {
        const Endpoint& shown = chosen != nullptr ? *chosen : endpoints.front();
        match.route = shown.route;
        set_parameters(*this, shown.names, groups);
    }
    if (chosen != nullptr) {
        match.outcome = Outcome::found;
        return true;
    }
    for (const Endpoint& endpoint : endpoints) match.allowed |= endpoint.methods;
    return false;
}

void Look::pass_static(const Endpoint& endpoint, bool has_fallback, std::size_t depth) {
    if (has_fallback && fallback == nullptr) fallback = &endpoint;
    if (depth < depth_of_static || !match.allowed.is_empty()) return;
    depth_of_static = depth + 1;
    match.route = endpoint.route;
    set_parameters(*this, endpoint.names);
}

void Look::enter_group(GroupId group, const std::vector<Endpoint::Name>& names) {
    match.group = group;
    fallback = nullptr;
    depth_of_static = 0;
    if (!match.allowed.is_empty()) return;
    match.route.reset();
    set_parameters(*this, names);
}

bool Look::take_fallback() {
    const bool is_read = method == http::Method::get || method == http::Method::head;
    if (fallback == nullptr || !is_read || !match.allowed.is_empty()) return false;
    if (!probe.accepts_html()) return false;
    match.outcome = Outcome::fallback;
    match.route = fallback->route;
    set_parameters(*this, fallback->names);
    return true;
}

void Look::conclude() {
    if (match.outcome != Outcome::not_found || match.allowed.is_empty()) return;
    match.outcome =
        method == http::Method::options ? Outcome::options : Outcome::method_not_allowed;
}

}  // namespace tined::handlers
