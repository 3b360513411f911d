#include "handlers/route_trie.hpp"

#include <algorithm>
#include <iterator>

namespace tined::handlers {
namespace {

// The most particular first; what is no int may still be a float, what is no slug a string.
constexpr std::array typed_order = {ParameterType::integer, ParameterType::uuid,
                                    ParameterType::real, ParameterType::slug,
                                    ParameterType::string};

bool ends_in_path(const RoutePattern& pattern) {
    const PatternSegment& last = pattern.segments().back();
    return last.is_parameter && last.type == ParameterType::path;
}

// How many segments lead to a folder: all but the empty one after its slash.
std::size_t segments_of_prefix(const RoutePattern& prefix) {
    return prefix.segments().size() - (prefix.ends_in_slash() ? 1 : 0);
}

std::vector<Endpoint::Name> names_of(const RoutePattern& pattern) {
    std::vector<Endpoint::Name> names;
    for (std::size_t i = 0; i < pattern.segments().size(); ++i) {
        const PatternSegment& segment = pattern.segments()[i];
        if (segment.is_parameter) {
            names.push_back({.text = segment.text, .type = segment.type, .index = i});
        }
    }
    return names;
}

std::optional<RouteId> insert(std::vector<Endpoint>& endpoints, const RoutePattern& pattern,
                              RouteId route, MethodSet methods) {
    if (const Endpoint* other = find_overlap(endpoints, methods)) return other->route;
    endpoints.push_back({.route = route, .methods = methods, .names = names_of(pattern)});
    return std::nullopt;
}

const Endpoint* find_cover(const std::vector<Endpoint>& endpoints, MethodSet methods) {
    const auto found = std::ranges::find_if(endpoints, [methods](const Endpoint& endpoint) {
        return endpoint.methods.covers(methods);
    });
    return found == endpoints.end() ? nullptr : &*found;
}

}  // namespace

RouteTrie::Index RouteTrie::child(Index parent, const PatternSegment& segment) {
    const auto made = static_cast<Index>(nodes_.size());
    if (!segment.is_parameter) {
        const auto [entry, is_new] = nodes_[parent].literals.try_emplace(segment.text, made);
        const Index index = entry->second;
        if (is_new) nodes_.emplace_back();
        return index;
    }
    const auto rank = std::ranges::find(typed_order, segment.type) - typed_order.begin();
    Node& node = nodes_[parent];
    Index& slot = node.typed.at(static_cast<std::size_t>(rank));
    if (slot != none) return slot;
    slot = made;
    node.has_typed = true;
    nodes_.emplace_back();
    return made;
}

RouteTrie::Index RouteTrie::place_of(const RoutePattern& pattern, std::size_t segments) {
    Index index = root;
    for (std::size_t i = 0; i < segments; ++i) index = child(index, pattern.segments()[i]);
    return index;
}

std::optional<RouteId> RouteTrie::add(const RoutePattern& pattern, RouteId route,
                                      MethodSet methods) {
    const std::size_t size = pattern.segments().size();
    if (ends_in_path(pattern)) {
        return insert(nodes_[place_of(pattern, size - 1)].rests, pattern, route, methods);
    }
    return insert(nodes_[place_of(pattern, size)].ends, pattern, route, methods);
}

std::optional<RouteId> RouteTrie::add_static(const RoutePattern& prefix, RouteId route,
                                             MethodSet methods, bool has_fallback) {
    Node& node = nodes_[place_of(prefix, segments_of_prefix(prefix))];
    if (!node.statics.empty()) return node.statics.front().route;
    node.has_fallback = has_fallback;
    return insert(node.statics, prefix, route, methods);
}

std::optional<RouteTrie::Scope>& RouteTrie::scope_of(const std::optional<RoutePattern>& prefix) {
    if (!prefix) return nodes_[root].at_or_below;
    Node& node = nodes_[place_of(*prefix, segments_of_prefix(*prefix))];
    return prefix->ends_in_slash() ? node.below : node.at_or_below;
}

GroupId RouteTrie::add_group(const std::optional<RoutePattern>& prefix, GroupId group,
                             std::optional<GroupId> outer) {
    std::optional<Scope>& scope = scope_of(prefix);
    if (scope && scope->group != outer) return scope->group;
    scope = Scope{.group = group, .names = {}};
    if (prefix) scope->names = names_of(*prefix);
    return group;
}

RouteTrie::Stop RouteTrie::find(Look& look) const {
    if (!visit(root, 0, look)) return Stop::nowhere;
    return look.match.outcome == Outcome::found ? Stop::found : Stop::in_group;
}

// True: the look ends here, be it that a route was found or that this is a group's own ground.
bool RouteTrie::visit(Index index, std::size_t depth, Look& look) const {
    const Node& node = nodes_[index];
    const bool is_end = depth == look.path.segments.size();
    const auto& scope = !is_end && node.below ? node.below : node.at_or_below;
    if (scope) look.enter_group(scope->group, scope->names);
    const bool found = is_end ? visit_end(node, look) : visit_below(node, depth, look);
    return found || scope.has_value();
}

bool RouteTrie::visit_end(const Node& node, Look& look) const {
    if (look.offer(node.ends)) return true;
    if (node.statics.empty() || !look.probe.has_file(node.statics.front().route, {})) return false;
    return look.offer(node.statics);
}

bool RouteTrie::visit_below(const Node& node, std::size_t depth, Look& look) const {
    if (!node.literals.empty()) {  // else the segment would be hashed for nothing
        const auto literal = node.literals.find(look.path.segments[depth]);
        if (literal != node.literals.end() && visit(literal->second, depth + 1, look)) return true;
    }
    if (visit_static(node, depth, look)) return true;
    if (node.has_typed && visit_typed(node, depth, look)) return true;
    // A hidden separator before this segment would have ended the look, so it is in the rest.
    if (!look.path.has_hidden_separator && look.offer(node.rests)) return true;
    if (!node.statics.empty()) look.pass_static(node.statics.front(), node.has_fallback, depth);
    return false;
}

bool RouteTrie::visit_static(const Node& node, std::size_t depth, Look& look) const {
    if (node.statics.empty() || look.path.has_hidden_separator) return false;
    const auto rest = std::span(look.path.segments).subspan(depth);
    return look.probe.has_file(node.statics.front().route, rest) && look.offer(node.statics);
}

bool RouteTrie::visit_typed(const Node& node, std::size_t depth, Look& look) const {
    const std::string_view segment = look.path.segments[depth];
    if (look.path.has_hidden_separator && segment.find_first_of("/\\") != std::string_view::npos) {
        return false;
    }
    for (std::size_t i = 0; i < typed_order.size(); ++i) {
        const Index index = node.typed[i];
        if (index == none || !is_of(typed_order[i], segment)) continue;
        if (visit(index, depth + 1, look)) return true;
    }
    return false;
}

std::optional<GroupId> RouteTrie::whole_group() const noexcept {
    const Node& node = nodes_[root];
    const auto& scope = node.below ? node.below : node.at_or_below;
    return scope ? std::optional(scope->group) : std::nullopt;
}

std::optional<RouteId> RouteTrie::catcher(std::optional<GroupId> group, MethodSet methods) const {
    // Of a scope that has the group's bare path too, a `path` parameter does not take that one.
    const auto node = !group || group == whole_group()
                          ? nodes_.begin()
                          : std::ranges::find_if(nodes_, [group](const Node& candidate) {
                                return candidate.below && candidate.below->group == group;
                            });
    if (node == nodes_.end()) return std::nullopt;
    const Endpoint* const cover = find_cover(node->rests, methods);
    return cover == nullptr ? std::nullopt : std::optional(cover->route);
}

std::vector<RouteTrie::Shadowed> RouteTrie::shadowed_fallbacks() const {
    std::vector<Shadowed> found;
    shadow(root, nullptr, found);
    return found;
}

// `catcher` is the route, if any, that has taken every GET by the time a fallback is thought of.
void RouteTrie::shadow(Index index, const Endpoint* catcher, std::vector<Shadowed>& found) const {
    const Node& node = nodes_[index];
    if (node.below || node.at_or_below) catcher = nullptr;
    if (const Endpoint* own = find_cover(node.rests, {http::Method::get})) catcher = own;
    if (node.has_fallback && catcher != nullptr) {
        found.push_back({.route = node.statics.front().route, .by = catcher->route});
    }
    for (const auto& [text, next] : node.literals) shadow(next, catcher, found);
    for (const Index next : node.typed) {
        if (next != none) shadow(next, catcher, found);
    }
}

}  // namespace tined::handlers
