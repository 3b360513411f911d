#include "config/overrides.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.hpp"
#include "config/tree_builder.hpp"

namespace tined::config {

namespace {

constexpr std::string_view flag = "--set";

using Step = std::variant<std::string, std::size_t>;  // a key or an index

struct Assignment {
    std::vector<Step> path;
    std::string_view value;
};

/// What stands in brackets at the start of `rest`, which is taken off: ["key"] or [2].
std::optional<Step> take_bracket(std::string_view& rest) {
    const bool quoted = rest.starts_with("[\"");
    const std::size_t close = rest.find(quoted ? "\"]" : "]");
    if (close == std::string_view::npos) return std::nullopt;
    const std::size_t open = quoted ? 2 : 1;
    const std::string_view inside = rest.substr(open, close - open);
    rest.remove_prefix(close + open);
    if (quoted) return Step(std::string(inside));
    const auto index = base::parse_integer<std::size_t>(inside);
    if (!index) return std::nullopt;
    return Step(*index);
}

std::optional<Step> take_word(std::string_view& rest) {
    const std::size_t end = rest.find_first_of(".[=");
    if (end == 0 || end == std::string_view::npos) return std::nullopt;
    Step word = std::string(rest.substr(0, end));
    rest.remove_prefix(end);
    return word;
}

std::optional<Assignment> parse(std::string_view text) {
    Assignment found;
    while (!text.starts_with('=')) {
        auto step = text.starts_with('[') ? take_bracket(text) : take_word(text);
        if (!step) return std::nullopt;
        found.path.push_back(std::move(*step));
        if (text.starts_with('.')) {
            text.remove_prefix(1);
            if (text.starts_with('=') || text.starts_with('[')) return std::nullopt;
        }
    }
    if (found.path.empty()) return std::nullopt;
    found.value = text.substr(1);
    return found;
}

class Setter {
public:
    Setter(Place place, Problems& problems) : place_(place), problems_(problems) {}

    void set(Node& root, const Assignment& assignment) {
        Node* node = &root;
        for (const Step& step : assignment.path) {
            node =
                std::holds_alternative<std::string>(step) ? member(*node, step) : item(*node, step);
            if (!node) return;
        }
        if (node->kind == NodeKind::sequence || node->kind == NodeKind::mapping) {
            return fail(fmt::format("this is {}, and --set sets single values", describe(*node)));
        }
        *node = scalar(assignment.value);
    }

private:
    void fail(std::string message) { problems_.add(place_, path_, std::move(message)); }

    Node empty(NodeKind kind) const {
        Node node;
        node.kind = kind;
        node.place = place_;
        return node;
    }

    Node scalar(std::string_view value) const {
        if (value == "~") return empty(NodeKind::null);
        Node node = empty(NodeKind::scalar);
        node.origin = {.place = place_, .indent = 0};
        node.text = value;
        return node;
    }

    Node* member(Node& node, const Step& step) {
        const std::string& key = std::get<std::string>(step);
        if (node.kind == NodeKind::null) node = empty(NodeKind::mapping);
        if (node.kind != NodeKind::mapping) {
            fail(fmt::format("this is {} and has no \"{}\"", describe(node), key));
            return nullptr;
        }
        path_ = member_path(path_, key);
        if (Node* found = node.find(key)) return found;
        node.entries.push_back({.key = key, .place = place_, .value = empty(NodeKind::null)});
        return &node.entries.back().value;
    }

    Node* item(Node& node, const Step& step) {
        const std::size_t index = std::get<std::size_t>(step);
        if (node.kind == NodeKind::null) node = empty(NodeKind::sequence);
        if (node.kind != NodeKind::sequence) {
            fail(fmt::format("this is {}, no list", describe(node)));
            return nullptr;
        }
        if (index > node.items.size()) {
            fail(fmt::format("the list has {} items and no [{}]", node.items.size(), index));
            return nullptr;
        }
        path_ = item_path(path_, index);
        if (index == node.items.size()) node.items.push_back(empty(NodeKind::null));
        return &node.items[index];
    }

    Place place_;
    Problems& problems_;
    std::string path_;  // of the node that was reached
};

}  // namespace

void apply_override(Document& document, std::string_view assignment, Problems& problems) {
    const Place place = {document.files.emplace_back(flag), 0, 0};
    const auto parsed = parse(assignment);
    if (!parsed) {
        problems.add(place, {}, fmt::format("expected KEY=VALUE, found \"{}\"", assignment));
        return;
    }
    // As many as a file may have: what walks the tree does so by recursion.
    if (parsed->path.size() > TreeBuilder::most_levels) {
        problems.add(place, {},
                     fmt::format("the key has more than {} parts", TreeBuilder::most_levels));
        return;
    }
    Setter(place, problems).set(document.root, *parsed);
}

}  // namespace tined::config
