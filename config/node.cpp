#include "config/node.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tined::config {

const Entry* Node::find_entry(std::string_view key) const noexcept {
    const auto found = std::ranges::find(entries, key, &Entry::key);
    return found == entries.end() ? nullptr : &*found;
}

const Node* Node::find(std::string_view key) const noexcept {
    const Entry* entry = find_entry(key);
    return entry ? &entry->value : nullptr;
}

Node* Node::find(std::string_view key) noexcept {
    const auto found = std::ranges::find(entries, key, &Entry::key);
    return found == entries.end() ? nullptr : &found->value;
}

bool Node::is_word(std::string_view word) const noexcept {
    return kind == NodeKind::scalar && style == Style::plain && text == word;
}

namespace {

std::string quoted(std::string_view text) {
    constexpr std::size_t most = 60;
    std::string out = "\"";
    for (const char c : text.substr(0, most)) {
        // A line feed would break the promise of one error a line.
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        } else {
            out += c;
        }
    }
    out += '"';
    return text.size() > most ? out + "..." : out;
}

}  // namespace

std::string describe(const Node& node) {
    switch (node.kind) {
        case NodeKind::null:
            return "nothing";
        case NodeKind::sequence:
            return "a list";
        case NodeKind::mapping:
            return "a mapping";
        case NodeKind::scalar:
            return node.is_secret ? "a secret" : quoted(node.text);
    }
    return {};
}

}  // namespace tined::config
