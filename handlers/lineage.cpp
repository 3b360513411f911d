#include "handlers/lineage.hpp"

#include <algorithm>
#include <ranges>

#include "base/text.hpp"
#include "config/node_text.hpp"

namespace tined::handlers {

namespace {

using config::Node;
using Ancestors = std::vector<Lineage::Ancestor>;

std::string name_of(const Node& node, std::string_view kind) {
    std::string name(kind);
    for (const char* const key : {"host", "path", "regex"}) {
        if (const Node* value = node.find(key)) name += " " + config::one_line(*value);
    }
    return name;
}

/// A short route of `static`: its folder.
bool is_short_route(const Node& group, const config::Place& place) {
    const Node* const folders = group.find("static");
    if (folders == nullptr) return false;
    return std::ranges::any_of(
        folders->entries, [&](const config::Entry& entry) { return entry.value.place == place; });
}

/// Fills `ancestors` with all from `group` to what stands at `place`. False: it is not in there.
bool descend(const Node& group, const config::Place& place, Ancestors& ancestors) {
    if (is_short_route(group, place)) return true;
    const Node* const routes = group.find("routes");
    if (routes == nullptr) return false;
    for (const Node& item : routes->items) {
        const bool is_group = item.find("routes") != nullptr;
        ancestors.push_back({&item, name_of(item, is_group ? "group" : "route")});
        if (item.place == place || (is_group && descend(item, place, ancestors))) return true;
        ancestors.pop_back();
    }
    return false;
}

const Node* find_at(const Node& node, const config::Place& place) {
    for (const config::Entry& entry : node.entries) {
        if (entry.value.place == place) return &entry.value;
    }
    return nullptr;
}

const Node* action_at(const Node& owner, const config::Place& place) {
    return owner.place == place ? &owner : find_at(owner, place);
}

}  // namespace

Lineage::Lineage(const Node& root) { ancestors_.push_back({&root, {}}); }

Lineage::Lineage(const Node& root, const Group& group) : Lineage(root) {
    descend(root, group.place, ancestors_);
}

Lineage::Lineage(const Node& root, const Route& route, const RouteAction& action) : Lineage(root) {
    descend(root, route.place, ancestors_);
    const Node& owner = *ancestors_.back().node;
    const Node* const folders = owner.find("static");
    is_short_ = is_short_route(owner, route.place);
    action_ = is_short_ ? find_at(*folders, action.place) : action_at(owner, action.place);
}

// Of a list of steps each acts for itself, so that alone one step is a level of its own.
Ancestors Lineage::with_action() const {
    Ancestors all = ancestors_;
    const bool is_step = action_ != nullptr && action_->kind == config::NodeKind::mapping;
    if (is_step && !is_own_answer() && !is_short_) all.push_back({action_, "the action"});
    return all;
}

std::optional<Lineage::Found> Lineage::nearest(std::string_view key) const {
    for (const Ancestor& ancestor : with_action() | std::views::reverse) {
        const config::Entry* const entry = ancestor.node->find_entry(key);
        if (entry == nullptr || entry->value.kind == config::NodeKind::null) continue;
        return Found{entry, from(entry->value.place, ancestor)};
    }
    return std::nullopt;
}

std::vector<Lineage::Found> Lineage::merged(std::string_view key) const {
    std::vector<Found> all;
    for (const Ancestor& ancestor : with_action()) {
        const Node* const mapping = ancestor.node->find(key);
        if (mapping == nullptr) continue;
        for (const config::Entry& entry : mapping->entries) {
            std::erase_if(all, [&](const Found& outer) {
                return base::equals_ignoring_case(outer.entry->key, entry.key);
            });
            all.push_back({&entry, from(entry.place, ancestor)});
        }
    }
    return all;
}

std::string Lineage::from(const config::Place& place, const Ancestor& whose) {
    const std::string text = config::to_string(place);
    return whose.what.empty() ? text : text + " (" + whose.what + ")";
}

}  // namespace tined::handlers
