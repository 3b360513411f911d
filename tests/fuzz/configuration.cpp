// tined.yaml: its text to the tree, an override, and the settings. What leads to other files
// (`include`, and the tags) is left out: what those hold is no part of the input.
#include <string>

#include "base/text.hpp"
#include "config/load.hpp"
#include "config/overrides.hpp"
#include "config/settings_reader.hpp"
#include "config/yaml.hpp"
#include "tests/fuzz/fuzzer.hpp"

namespace tined::fuzz {
namespace {

using config::Node;
using config::NodeKind;

// Every place that an error could name is in the file.
void check(const Node& node, int lines) {
    must(node.place.line >= 0 && node.place.line <= lines && node.place.column >= 0);
    must(node.kind == NodeKind::sequence || node.items.empty());
    must(node.kind == NodeKind::mapping || node.entries.empty());
    for (const Node& item : node.items) check(item, lines);
    for (const config::Entry& entry : node.entries) {
        must(node.find(entry.key) == &entry.value);  // no key twice
        check(entry.value, lines);
    }
}

std::string read_all(std::string_view text, std::string_view assignment) {
    config::Problems problems;
    config::Document document;
    document.files.emplace_back("tined.yaml");
    auto root = config::parse_yaml(document.files.front(), std::string(text), problems);
    if (!root) {
        must(!problems.empty());
        return problems.to_string();
    }
    // A file may end without a line feed, and an error may be told behind the last line.
    check(*root, static_cast<int>(base::split(text, '\n').size()) + 1);
    document.root = std::move(*root);
    if (document.root.kind == NodeKind::null) return "empty";
    config::apply_override(document, assignment, problems);
    config::read_settings(document.root, config::site_keys(), {}, problems);
    return problems.to_string();
}

}  // namespace

void read(std::string_view input) {
    // The first line may be a --set.
    const auto halves = base::split_once(input, '\n').value_or(base::Halves{"", input});
    must_equal(read_all(input, halves.before), read_all(input, halves.before));
}

}  // namespace tined::fuzz
