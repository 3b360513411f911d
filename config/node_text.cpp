#include "config/node_text.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace tined::config {

namespace {

constexpr std::size_t longest_scalar = 60;

bool needs_quotes(const Node& scalar) {
    const auto is_of_flow = [](char c) { return std::string_view(",{}[]:#\"'").contains(c); };
    return scalar.text.empty() || std::ranges::any_of(scalar.text, is_of_flow);
}

std::string scalar_text(const Node& scalar) {
    if (scalar.is_secret) return "(secret)";
    std::string text;
    for (const char c : scalar.text) {
        // Lines of a block become one; a control character is not to drive a terminal.
        text += base::is_control(c) ? ' ' : c;
    }
    text = base::trim(text);
    if (text.size() > longest_scalar) {
        std::size_t end = longest_scalar;
        while ((static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
        text.resize(end);
        text += "...";
    }
    return needs_quotes(scalar) ? "\"" + text + "\"" : text;
}

}  // namespace

std::string one_line(const Node& node) {
    std::string text;
    const auto add = [&](const std::string& piece) {
        if (!text.empty()) text += ", ";
        text += piece;
    };
    switch (node.kind) {
        case NodeKind::null:
            return "~";
        case NodeKind::scalar:
            return scalar_text(node);
        case NodeKind::sequence:
            for (const Node& item : node.items) add(one_line(item));
            return "[" + text + "]";
        case NodeKind::mapping:
            for (const Entry& entry : node.entries) {
                add(entry.key + ": " + one_line(entry.value));
            }
            return "{" + text + "}";
    }
    return text;
}

}  // namespace tined::config
