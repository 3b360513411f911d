#include "config/tree_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "config/yaml_traps.hpp"

namespace tined::config {

namespace {

bool ends_token(char c) noexcept {
    constexpr std::string_view enders(" \t\r\n,[]{}:\0", 11);
    return enders.find(c) != std::string_view::npos;
}

/// The word for null that stands there, if the null was written out.
std::string_view null_word(std::string_view text) noexcept {
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
        const char after = text.size() > word.size() ? text[word.size()] : '\0';
        if (text.starts_with(word) && ends_token(after)) return word;
    }
    return {};
}

Style style_of(char first) noexcept {
    switch (first) {
        case '"':
            return Style::double_quoted;
        case '\'':
            return Style::single_quoted;
        case '|':
            return Style::literal;
        case '>':
            return Style::folded;
        default:
            return Style::plain;
    }
}

/// A list or mapping that was refused as a whole is not to be read by its parts.
Node refused_node(const Place& place) {
    Node node;
    node.kind = NodeKind::scalar;
    node.is_refused = true;
    node.place = place;
    return node;
}

bool is_quoted(Style style) noexcept {
    return style == Style::double_quoted || style == Style::single_quoted;
}

}  // namespace

bool TreeBuilder::awaits_key() const noexcept {
    return !stack_.empty() && stack_.back().node.kind == NodeKind::mapping &&
           !stack_.back().has_key;
}

std::string TreeBuilder::path() const { return path_of(stack_); }

std::string TreeBuilder::path_of(std::span<const Frame> open) {
    std::string path;
    for (const Frame& frame : open) {
        if (frame.node.kind == NodeKind::sequence) {
            path = item_path(path, frame.node.items.size());
        } else if (frame.has_key && !frame.drops_value) {
            path = member_path(path, frame.pending.key);
        }
    }
    return path;
}

std::optional<std::size_t> TreeBuilder::next_value() const noexcept {
    if (stack_.empty() || !stack_.back().has_key) return std::nullopt;
    const std::size_t colon = source_.skip_blanks(stack_.back().key_end);
    if (source_.at(colon) != ':') return std::nullopt;
    return source_.skip_to_token(colon + 1);
}

bool TreeBuilder::is_prose_next() const noexcept {
    if (stack_.empty() || !stack_.back().has_key) return false;
    const std::string& key = stack_.back().pending.key;
    return key == "text" || key == "html";
}

std::string TreeBuilder::path_at(std::size_t offset) const {
    const Place place = source_.place_at(offset);
    const auto opened = std::ranges::find_if(stack_, [offset](const Frame& frame) {
        return frame.node.is_flow && frame.offset == offset;
    });
    if (opened != stack_.end()) return path_of(std::span(stack_.begin(), opened));
    if (stack_.empty() || stack_.back().has_key) return path();
    const Node& open = stack_.back().node;
    if (!open.entries.empty() && open.entries.back().value.place == place) {
        return member_path(path(), open.entries.back().key);
    }
    if (open.items.empty() || open.items.back().place != place) return path();
    // path() counts the item that comes next.
    std::string of_next = path();
    of_next.erase(of_next.rfind('['));
    return item_path(of_next, open.items.size() - 1);
}

std::optional<std::size_t> TreeBuilder::outermost_flow() const noexcept {
    const auto is_flow = [](const Frame& frame) { return frame.node.is_flow; };
    const auto found = std::ranges::find_if(stack_, is_flow);
    return found == stack_.end() ? std::nullopt : std::optional(found->offset);
}

std::optional<std::size_t> TreeBuilder::innermost_flow() const noexcept {
    if (stack_.empty() || !stack_.back().node.is_flow) return std::nullopt;
    return stack_.back().offset;
}

void TreeBuilder::tell(std::size_t offset, std::string message) {
    tell_at(source_.place_at(offset), std::move(message));
}

void TreeBuilder::tell_at(const Place& place, std::string message) {
    if (muted_ == 0) problems_.add(place, path(), std::move(message));
}

void TreeBuilder::refuse(Node& node, std::size_t offset, std::string message) {
    tell(offset, std::move(message));
    node.is_refused = true;
    if (muted_ == 0) last_refused_ = offset;
}

TreeBuilder::Properties TreeBuilder::properties_at(std::size_t offset) const noexcept {
    Properties found = {.content = offset, .tag = {}, .has_anchor = false};
    for (char c = source_.at(offset); c == '!' || c == '&'; c = source_.at(offset)) {
        std::size_t end = offset + 1;
        while (!ends_token(source_.at(end)) || source_.at(end) == ':') ++end;
        if (c == '!') found.tag = source_.text().substr(offset, end - offset);
        if (c == '&') found.has_anchor = true;
        offset = source_.skip_to_token(end);
        found.content = offset;
    }
    return found;
}

void TreeBuilder::null(std::size_t offset) {
    const std::string_view word = null_word(source_.from(offset));
    if (awaits_key()) {
        take_key(offset, {.content = offset, .tag = {}, .has_anchor = false}, std::string(word));
        return;
    }
    Node node;
    node.place = source_.place_at(offset);
    if (!stack_.empty() && stack_.back().has_key) {
        Frame& frame = stack_.back();
        node.place = frame.pending.place;
        // The next key of a block mapping may be called null; a written null is on the key's line.
        const bool is_written = !word.empty() && offset < source_.line_end(frame.key_end);
        if (!is_written) check_missing_value(frame);
        if (is_written && word != "~") return scalar(offset, std::string(word));
    } else if (!word.empty() && word != "~") {
        return scalar(offset, std::string(word));
    }
    take_value(std::move(node));
}

void TreeBuilder::check_missing_value(Frame& frame) {
    if (frame.drops_value) return;
    const std::string& key = frame.pending.key;
    const std::size_t colon = source_.skip_blanks(frame.key_end);
    if (source_.at(colon) == '\0') return;  // a bracket is not closed, and that is told
    const bool is_alone = frame.node.entries.empty() && source_.at(colon) == '}';
    if (source_.at(colon) == ':') {
        if (auto trap = comment_trap(source_, colon + 1, {}, false))
            tell(colon + 2, std::move(*trap));
    } else if (frame.node.is_flow && is_alone && !frame.node.is_refused) {
        frame.has_key = false;  // the path is that of the whole { }
        refuse(frame.node, frame.offset, "text that begins with { must be quoted");
        frame.has_key = true;
        ++muted_;
    } else if (!frame.node.is_flow && key.find(':') != std::string::npos) {
        tell_at(frame.pending.place, "no value: a blank is missing after the colon");
    } else {
        tell_at(frame.pending.place, fmt::format("no value: expected \"{}: ...\"", key));
    }
}

void TreeBuilder::alias(std::size_t offset) {
    if (awaits_key()) {
        tell(offset, "a key cannot be an alias");
        stack_.back().has_key = stack_.back().drops_value = true;
        return;
    }
    Node node = refused_node(source_.place_at(offset));
    refuse(node, offset, *opening_trap("*"));
    take_value(std::move(node));
}

void TreeBuilder::scalar(std::size_t offset, std::string text) {
    const Properties properties = properties_at(offset);
    last_scalar_ = properties.content;
    last_was_quoted_ = is_quoted(style_of(source_.at(properties.content)));
    if (awaits_key()) {
        take_key(offset, properties, std::move(text));
        return;
    }
    Node node;
    node.kind = NodeKind::scalar;
    node.place = source_.place_at(offset);
    node.text = std::move(text);
    if (std::ranges::find(refused_, offset) != refused_.end()) {
        node.is_refused = true;
        last_refused_ = offset;
    } else if (properties.has_anchor) {
        refuse(node, offset, *opening_trap("&"));
    } else {
        read_style(node, properties.content);
        read_tag(node, offset, properties);
    }
    take_value(std::move(node));
}

void TreeBuilder::read_style(Node& node, std::size_t content) {
    node.style = style_of(source_.at(content));
    node.origin = {.place = source_.place_at(content), .indent = 0};
    if (node.style == Style::plain) {
        const std::size_t end = source_.end_of_plain(content, node.text);
        if (auto trap = comment_trap(source_, end, node.text, is_prose_next())) {
            refuse(node, end + 1, std::move(*trap));
        }
    } else if (is_quoted(node.style)) {
        ++node.origin.place.column;
        if (source_.end_of_quoted(content) != Source::npos) return;
        // The parser takes the end of the file for the quote.
        refuse(node, content, "this quote is never closed");
        throw StopParsing{};
    } else {
        node.origin = block_origin(node, content);
    }
}

Origin TreeBuilder::block_origin(const Node& node, std::size_t content) const {
    const std::size_t first = source_.line_end(content) + 1;
    // An explicit indentation indicator leaves blanks in the text: what the file has more than the
    // text, in the first line that is not empty, is the indentation.
    const std::size_t inked = source_.text().find_first_not_of(" \r\n", first);
    const std::size_t in_text = node.text.find_first_not_of(" \n");
    std::size_t indent = 0;
    if (inked != Source::npos && in_text != std::string::npos) {
        const std::size_t line_feed = node.text.rfind('\n', in_text);
        const std::size_t begin = line_feed == std::string::npos ? 0 : line_feed + 1;
        indent = inked - source_.line_begin(inked) - (in_text - begin);
    }
    Place place = source_.place_at(first);
    place.column = static_cast<int>(indent) + 1;
    return {.place = place, .indent = static_cast<int>(indent)};
}

void TreeBuilder::read_tag(Node& node, std::size_t offset, const Properties& properties) {
    constexpr std::array<std::pair<std::string_view, Tag>, 3> tags = {{
        {"!env", Tag::env},
        {"!file", Tag::file},
        {"!credential", Tag::credential},
    }};
    if (properties.tag.empty()) return;
    const auto found =
        std::ranges::find(tags, properties.tag, [](const auto& t) { return t.first; });
    if (found == tags.end()) {
        refuse(node, offset, tag_trap(properties.tag));
    } else if (node.kind != NodeKind::scalar) {
        refuse(node, offset, fmt::format("{} stands before one text", properties.tag));
    } else {
        node.tag = found->second;
    }
}

void TreeBuilder::take_key(std::size_t offset, const Properties& properties, std::string text) {
    Frame& frame = stack_.back();
    frame.has_key = true;
    frame.drops_value = false;
    frame.pending = {.key = std::move(text), .place = source_.place_at(offset), .value = {}};
    const std::string& key = frame.pending.key;
    const bool quoted = is_quoted(style_of(source_.at(properties.content)));
    frame.key_end = quoted ? source_.end_of_quoted(properties.content)
                           : source_.end_of_plain(properties.content, key);
    if (!frame.node.is_flow) {
        if (auto trap = tab_trap(source_, offset)) tell(source_.line_begin(offset), *trap);
    }
    if (std::ranges::find(refused_, offset) != refused_.end()) {
        frame.drops_value = true;
    } else if (properties.has_anchor || !properties.tag.empty()) {
        tell(offset, "a key has neither tag nor anchor: quote it");
        frame.drops_value = !frame.keys.insert(key).second;
    } else if (key.empty() && !quoted) {
        frame.drops_value = true;
        tell(offset, "a key is missing before this");
    } else if (key == "<<" && !quoted) {
        tell(offset, "tined does not merge mappings: write the keys out");
        frame.drops_value = true;
    } else if (!frame.keys.insert(key).second) {
        const int line = frame.node.find_entry(key)->place.line;
        tell(offset, fmt::format("written twice; the first is on line {}", line));
        frame.drops_value = true;
    }
}

void TreeBuilder::take_value(Node node) {
    if (stack_.empty()) {
        root_ = std::move(node);
        return;
    }
    Frame& frame = stack_.back();
    if (frame.node.kind == NodeKind::sequence) {
        frame.node.items.push_back(std::move(node));
        return;
    }
    frame.has_key = false;
    if (std::exchange(frame.drops_value, false)) return;
    frame.pending.value = std::move(node);
    frame.node.entries.push_back(std::move(frame.pending));
}

void TreeBuilder::begin(NodeKind kind, std::size_t offset, bool is_flow) {
    if (stack_.size() >= most_levels) {
        problems_.add(source_.place_at(offset), {},  // the path would be as long as it is deep
                      fmt::format("nested deeper than {} levels", most_levels));
        throw StopParsing{};
    }
    Frame frame;
    frame.node.kind = kind;
    frame.node.is_flow = is_flow;
    frame.node.place = source_.place_at(offset);
    frame.offset = offset;
    frame.is_key = awaits_key();
    const Properties properties = properties_at(offset);
    const auto trap = is_flow ? opening_trap(source_.from(properties.content)) : std::nullopt;
    if (trap) {
        refuse(frame.node, offset, *trap);
    } else if (frame.is_key) {
        const auto what = kind == NodeKind::mapping ? "a mapping" : "a list";
        refuse(frame.node, offset, fmt::format("expected a key, found {}", what));
    } else if (is_flow || source_.at(offset) == '!' || source_.at(offset) == '&') {
        read_tag(frame.node, offset, properties);
        if (properties.has_anchor) tell(offset, *opening_trap("&"));
    }
    if (frame.node.is_refused) ++muted_;
    stack_.push_back(std::move(frame));
}

void TreeBuilder::end() {
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    if (frame.node.is_refused) {
        --muted_;
        frame.node = refused_node(frame.node.place);
    }
    if (frame.is_key) {
        stack_.back().has_key = stack_.back().drops_value = true;
        return;
    }
    take_value(std::move(frame.node));
}

}  // namespace tined::config
