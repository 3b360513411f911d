// The configuration as it was written: a tree of tined's own, in which every value and every key
// knows its place. yaml.hpp makes it, include.hpp, overrides.hpp and secrets.hpp finish it, and
// from then on it is only read (through reader.hpp). It keeps the order of mappings.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "config/place.hpp"

namespace tined::config {

enum class NodeKind : std::uint8_t { null, scalar, sequence, mapping };

/// How a scalar was written. Only plain ones can be a word of the language such as `off`, or, where
/// any value is wanted, a number.
enum class Style : std::uint8_t { plain, single_quoted, double_quoted, literal, folded };

/// Where a scalar's text comes from: the file itself, or what its tag says.
enum class Tag : std::uint8_t { none, env, file, credential };

struct Entry;

struct Node {
    NodeKind kind = NodeKind::null;
    Style style = Style::plain;  ///< of a scalar
    Tag tag = Tag::none;         ///< of a scalar; its text is the tag's operand until resolved
    bool is_flow = false;        ///< of a sequence or mapping: written with [ ] or { }
    bool is_secret = false;      ///< the text came from a tag: no message may show it
    bool is_refused = false;     ///< what is wrong with it has been told; readers pass it over

    Place place;    ///< of the value; of its key where the value is null
    Origin origin;  ///< of a scalar's content

    std::string text;            ///< of a scalar
    std::vector<Node> items;     ///< of a sequence
    std::vector<Entry> entries;  ///< of a mapping; no key twice

    /// The value of a key, or null.
    const Node* find(std::string_view key) const noexcept;
    Node* find(std::string_view key) noexcept;
    const Entry* find_entry(std::string_view key) const noexcept;

    /// A plain scalar of just this text: a word of the language, as `off` or `auto`.
    bool is_word(std::string_view word) const noexcept;
};

struct Entry {
    std::string key;
    Place place;  ///< of the key
    Node value;
};

/// A tree with the names of its files, to which all its places point. It can be moved, but
/// references to `root` itself (not to what is below it) end with that.
struct Document {
    std::deque<std::string> files;       ///< a deque: names stay where they are as more are added
    std::deque<std::string> text_names;  ///< what stands for a file where there is none
    std::vector<std::string> secret_files;      ///< that !file names: never to be served
    std::vector<std::string> secret_variables;  ///< of the environment, that !env names
    Node root;
};

/// What an error calls a node: "a mapping", "a list", "nothing", or its text in quotes, cut when
/// it is long and never shown when it is a secret.
std::string describe(const Node& node);

}  // namespace tined::config
