#include "handlers/router.hpp"

#include <algorithm>
#include <utility>

namespace tined::handlers {
namespace {

constexpr std::size_t any_host = 0;

}  // namespace

// Indices into hosts_, each once.
std::vector<std::size_t> Router::hosts_of(const std::vector<HostPattern>& patterns) {
    if (patterns.empty()) return {any_host};
    std::vector<std::size_t> indices;
    for (const HostPattern& pattern : patterns) {
        HostTable& table = pattern.is_wildcard ? wildcard_ : exact_;
        const auto [entry, is_new] = table.try_emplace(pattern.name, hosts_.size());
        if (is_new) hosts_.emplace_back();
        if (std::ranges::find(indices, entry->second) == indices.end()) {
            indices.push_back(entry->second);
        }
    }
    return indices;
}

void Router::add_group(const GroupSpec& group) {
    for (const std::size_t index : hosts_of(group.hosts)) {
        Host& host = hosts_[index];
        host.groups[group.id] = host.trie.add_group(group.prefix, group.id, group.outer);
    }
}

std::optional<RouteId> Router::add_path(const RoutePattern& pattern, const RouteSpec& route) {
    std::optional<RouteId> other;
    for (const std::size_t index : hosts_of(route.hosts)) {
        const auto collision = hosts_[index].trie.add(pattern, route.id, route.methods);
        if (!other) other = collision;
    }
    return other;
}

std::optional<RouteId> Router::add_static(const RoutePattern& prefix, const RouteSpec& route,
                                          bool has_fallback) {
    std::optional<RouteId> other;
    for (const std::size_t index : hosts_of(route.hosts)) {
        RouteTrie& trie = hosts_[index].trie;
        const auto collision = trie.add_static(prefix, route.id, route.methods, has_fallback);
        if (!other) other = collision;
    }
    return other;
}

std::optional<RouteId> Router::add_regex(RouteRegex regex, const RouteSpec& route) {
    regexes_.push_back(std::move(regex));
    std::optional<RouteId> other;
    for (const std::size_t index : hosts_of(route.hosts)) {
        Host& host = hosts_[index];
        // A route may narrow its group's hosts to one where the group itself is not: then it
        // is on its own there.
        std::optional<GroupId> group;
        if (route.group) {
            const auto known = host.groups.find(*route.group);
            if (known != host.groups.end()) group = known->second;
        }
        const auto collision = host.regexes.add(regexes_.back(), route.id, route.methods, group);
        if (!other) other = collision;
    }
    return other;
}

std::vector<Unreachable> Router::seal() {
    std::vector<Unreachable> found;
    for (Host& host : hosts_) {
        host.regexes.seal();
        list_unreachable(host, found);
    }
    return found;
}

void Router::list_unreachable(const Host& host, std::vector<Unreachable>& found) const {
    using Why = Unreachable::Why;
    for (const auto& [route, by] : host.trie.shadowed_fallbacks()) {
        found.push_back({Why::fallback_is_shadowed, route, by});
    }
    const auto whole = host.trie.whole_group();
    for (const RouteRegexes::Entry& entry : host.regexes.entries()) {
        for (const Endpoint& endpoint : entry.endpoints) {
            if (!entry.group && whole) {
                found.push_back({Why::group_takes_all, endpoint.route, *whole});
            } else if (const auto by = host.trie.catcher(entry.group, endpoint.methods)) {
                found.push_back({Why::path_takes_all, endpoint.route, *by});
            }
        }
    }
}

// True: other hosts are not asked.
bool Router::find_in(const Host& host, Look& look) const {
    const RouteTrie::Stop stop = host.trie.find(look);
    if (stop == RouteTrie::Stop::found || host.regexes.find(look)) return true;
    return look.take_fallback() || stop == RouteTrie::Stop::in_group;
}

bool Router::find_by_host(std::string_view name, Look& look) const {
    const auto exact = exact_.find(name);
    if (exact != exact_.end() && find_in(hosts_[exact->second], look)) return true;
    // The wildcard's suffix begins with a dot; the first dot gives the longest.
    for (std::size_t dot = name.find('.', 1); dot != std::string_view::npos;
         dot = name.find('.', dot + 1)) {
        const auto wildcard = wildcard_.find(name.substr(dot));
        if (wildcard != wildcard_.end() && find_in(hosts_[wildcard->second], look)) return true;
    }
    return false;
}

bool Router::names(std::string_view authority) const {
    const std::string_view name = host_of(authority);
    if (exact_.contains(name)) return true;
    for (std::size_t dot = name.find('.', 1); dot != std::string_view::npos;
         dot = name.find('.', dot + 1)) {
        if (wildcard_.contains(name.substr(dot))) return true;
    }
    return false;
}

void Router::find(std::string_view authority, const http::Path& path, http::Method method,
                  Probe& probe, Match& match) const {
    match.clear();
    Look look{.path = path, .method = method, .probe = probe, .match = match};
    const bool is_named = hosts_.size() > 1 && find_by_host(host_of(authority), look);
    if (!is_named) find_in(hosts_.front(), look);
    look.conclude();
}

}  // namespace tined::handlers
