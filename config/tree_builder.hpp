// Makes tined's tree out of the events of a YAML parser, and tells the traps that the parser lets
// pass without a word, by looking at the text of the file where each event happened.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "config/node.hpp"
#include "config/source.hpp"

namespace tined::config {

/// Thrown by the builder, through the parser, when going on makes no sense; the problem has been
/// told. The parser's events offer no other way out.
struct StopParsing {};

class TreeBuilder {
public:
    /// All three outlive the builder. `refused` are the offsets of scalars that stand in for what
    /// was blanked out of the source: they become refused nodes.
    TreeBuilder(const Source& source, std::span<const std::size_t> refused, Problems& problems)
        : source_(source), refused_(refused), problems_(problems) {}

    // The events, each with the offset that the parser gives it. That of a value is where its tag
    // or anchor begins; that of a null is where the next token does.
    void null(std::size_t offset);
    void alias(std::size_t offset);
    void scalar(std::size_t offset, std::string text);
    void begin(NodeKind kind, std::size_t offset, bool is_flow);
    void end();

    /// Null, if there was no event.
    Node take_root() { return std::move(root_); }

    // For explaining why the parser failed: how far it had come.

    /// The path of the value at `offset`, if it is the one that came last or one that is open;
    /// else of the one that comes next.
    std::string path_at(std::size_t offset) const;
    /// Where the scalar that came last begins, past its tag; and whether it was quoted.
    std::size_t last_scalar() const noexcept { return last_scalar_; }
    bool last_was_quoted() const noexcept { return last_was_quoted_; }
    /// Where the value begins whose key came last, if none has come for it yet.
    std::optional<std::size_t> next_value() const noexcept;
    /// Where the value begins that was refused last.
    std::optional<std::size_t> last_refused() const noexcept { return last_refused_; }
    /// Where the outermost and the innermost [ or { begin that are open.
    std::optional<std::size_t> outermost_flow() const noexcept;
    std::optional<std::size_t> innermost_flow() const noexcept;

    static constexpr std::size_t most_levels = 64;

private:
    struct Frame {
        Node node;
        std::size_t offset = 0;
        bool is_key = false;  // a list or mapping that stands where a key should
        // Of a mapping: the key whose value comes next.
        Entry pending;
        std::size_t key_end = 0;
        bool has_key = false;
        bool drops_value = false;  // the key was refused
        std::unordered_set<std::string> keys;
    };
    /// What stands before a value's content: !tag and &anchor.
    struct Properties {
        std::size_t content = 0;
        std::string_view tag;
        bool has_anchor = false;
    };

    bool awaits_key() const noexcept;
    std::string path() const;  // of the value that comes next, or of what is open
    static std::string path_of(std::span<const Frame> open);
    bool is_prose_next() const noexcept;  // whether the value that comes next is text to be read
    Properties properties_at(std::size_t offset) const noexcept;
    void tell(std::size_t offset, std::string message);
    void tell_at(const Place& place, std::string message);
    void refuse(Node& node, std::size_t offset, std::string message);

    void take_key(std::size_t offset, const Properties& properties, std::string text);
    void take_value(Node node);
    void check_missing_value(Frame& frame);
    void read_tag(Node& node, std::size_t offset, const Properties& properties);
    void read_style(Node& node, std::size_t content);
    Origin block_origin(const Node& node, std::size_t content) const;

    const Source& source_;
    std::span<const std::size_t> refused_;
    Problems& problems_;

    Node root_;
    std::vector<Frame> stack_;
    std::size_t muted_ = 0;  // open nodes whose problem has been told
    std::size_t last_scalar_ = 0;
    bool last_was_quoted_ = false;
    std::optional<std::size_t> last_refused_;
};

}  // namespace tined::config
