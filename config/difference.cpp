#include "config/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"

namespace tined::config {
namespace {

bool is_same(const Node& one, const Node& other);

bool has_same_entries(const Node& one, const Node& other) {
    return one.entries.size() == other.entries.size() &&
           std::ranges::all_of(one.entries, [&](const Entry& entry) {
               const Node* const there = other.find(entry.key);
               return there != nullptr && is_same(entry.value, *there);
           });
}

bool is_same(const Node& one, const Node& other) {
    if (one.kind != other.kind) return false;
    switch (one.kind) {
        case NodeKind::null:
            return true;
        case NodeKind::scalar:
            return one.text == other.text &&
                   (one.style == Style::plain) == (other.style == Style::plain);
        case NodeKind::sequence:
            return std::ranges::equal(one.items, other.items, is_same);
        case NodeKind::mapping:
            return has_same_entries(one, other);
    }
    return false;
}

bool is_shown(const Node& node) {
    constexpr std::size_t most = 80;
    return node.kind == NodeKind::scalar && !node.is_secret && node.text.size() <= most;
}

bool has_mappings(const Node& node) {
    return node.kind == NodeKind::sequence && !node.items.empty() &&
           node.items.front().kind == NodeKind::mapping;
}

using ByName = std::map<std::string, const Node*>;

ByName named(const Node& list) {
    ByName all;
    std::map<std::string, unsigned> turns;
    for (const Node& item : list.items) {
        const Node* const path = item.find("path");
        const std::string name = path != nullptr ? path->text : std::string();
        // Two may have the same path: for different methods or hosts.
        all.emplace(fmt::format("{}\n{}", name, turns[name]++), &item);
    }
    return all;
}

std::string count_differences(const Node& before, const Node& after) {
    const ByName old = named(before);
    const ByName young = named(after);
    std::size_t kept = 0;
    std::size_t changed = 0;
    for (const auto& [name, node] : young) {
        const auto there = old.find(name);
        if (there == old.end()) continue;
        ++kept;
        if (!is_same(*node, *there->second)) ++changed;
    }
    std::vector<std::string> parts;
    if (young.size() > kept) parts.push_back(fmt::format("{} added", young.size() - kept));
    if (old.size() > kept) parts.push_back(fmt::format("{} removed", old.size() - kept));
    if (changed > 0) parts.push_back(fmt::format("{} changed", changed));
    return parts.empty() ? "in another order" : base::join(parts, ", ");
}

void compare(const std::string& key, const Node& before, const Node& after,
             std::vector<std::string>& lines);

std::string below(const std::string& key, const std::string& name) {
    return key.empty() ? name : key + "." + name;
}

void compare_entries(const std::string& key, const Node& before, const Node& after,
                     std::vector<std::string>& lines) {
    for (const Entry& entry : before.entries) {
        const std::string name = below(key, entry.key);
        const Node* const there = after.find(entry.key);
        if (there != nullptr) {
            compare(name, entry.value, *there, lines);
        } else {
            lines.push_back(name + ": not set any more");
        }
    }
    for (const Entry& entry : after.entries) {
        if (before.find(entry.key) != nullptr) continue;
        lines.push_back(is_shown(entry.value)
                            ? fmt::format("{}: set to {}", below(key, entry.key),
                                          base::escape_for_message(entry.value.text))
                            : below(key, entry.key) + ": set");
    }
}

void compare(const std::string& key, const Node& before, const Node& after,
             std::vector<std::string>& lines) {
    if (is_same(before, after)) return;
    if (before.kind == NodeKind::mapping && after.kind == NodeKind::mapping) {
        compare_entries(key, before, after, lines);
    } else if (has_mappings(before) && has_mappings(after)) {
        lines.push_back(fmt::format("{}: {}", key, count_differences(before, after)));
    } else if (is_shown(before) && is_shown(after) && before.text != after.text) {
        lines.push_back(fmt::format("{}: {} -> {}", key, base::escape_for_message(before.text),
                                    base::escape_for_message(after.text)));
    } else {
        lines.push_back(key + ": changed");
    }
}

}  // namespace

std::vector<std::string> differences(const Node& before, const Node& after) {
    std::vector<std::string> lines;
    compare({}, before, after, lines);
    return lines;
}

}  // namespace tined::config
