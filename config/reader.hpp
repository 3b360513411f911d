// The typed reader: what everybody who reads the configuration reads it through. Nothing here
// throws or stops: what is wrong is added to the Problems, the target keeps its default, and the
// reading goes on, so that all errors of a file are told at once.
//
//     MappingReader in(value);
//     in.read("pid_file", settings.pid_file, as_path);
//     in.read("header_count", limits.header_count, Integer<std::size_t>{1, 10'000});
//     in.finish();
//
// The key's type decides, not the scalar's look: where text is wanted off, no, 1.10 and 404 are
// text. `~` is as if the key were not written. The getters (as_text, ...) are in config/typed.hpp;
// a getter is anything that takes a Reader and returns an optional, empty when it told a problem.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/system_error.hpp"
#include "config/node.hpp"
#include "config/place.hpp"

namespace tined::config {

/// One value that is being read: the node, the path of its key, and where problems go. It holds
/// references: good as long as the Document and the Problems are.
class Reader {
public:
    Reader(const Node& node, std::string path, Problems& problems)
        : node_(&node), path_(std::move(path)), problems_(&problems) {}

    const Node& node() const noexcept { return *node_; }
    const std::string& path() const noexcept { return path_; }
    const Place& place() const noexcept { return node_->place; }
    const Origin& origin() const noexcept { return node_->origin; }
    Problems& problems() const noexcept { return *problems_; }

    /// The language's word for none: `off`, not quoted.
    bool is_off() const noexcept { return node_->is_word("off"); }

    /// Tells a problem at the value's place. Silent for a refused node: one error is enough.
    void fail(std::string message) const;
    /// The same of what the system has refused.
    void fail(const base::SystemError& error) const;
    /// The same at another place, as at a line inside the text.
    void fail_at(const Place& place, std::string message, std::vector<std::string> more = {}) const;
    /// "expected WHAT, found "abc"".
    void expected(std::string_view what) const;

    /// The items of a list; of anything else that is not nothing, that alone ("one or a list").
    std::vector<Reader> items_or_self() const;
    /// The items of a list; anything else is a problem ("expected WHAT, found ...").
    std::vector<Reader> items(std::string_view what = "a list") const;

private:
    const Node* node_;
    std::string path_;
    Problems* problems_;
};

/// A mapping whose keys are known beforehand. Each key that may stand there is asked for once;
/// finish() then tells the ones that nobody asked for.
class MappingReader {
public:
    /// Anything but a mapping is a problem, and reads as an empty one. `what` says what the
    /// mapping is, as in "expected WHAT, found a list".
    explicit MappingReader(Reader value, std::string_view what = "a mapping");

    const Reader& value() const noexcept { return value_; }

    /// The value of a key, which is known from now on; empty if it is not written, or `~`.
    std::optional<Reader> take(std::string_view key);
    /// Whether it is written, and not `~`. Does not make it known.
    bool has(std::string_view key) const noexcept;

    /// Gives `target` what `get` makes of the key's value; leaves it as it is if the key is not
    /// written or its value is wrong.
    template <typename Target, typename Getter>
    void read(std::string_view key, Target& target, const Getter& get) {
        const std::optional<Reader> found = take(key);
        if (!found) return;
        auto got = get(*found);
        if (got) target = std::move(*got);
    }

    /// Keys of the language that this version does not have yet: finish() says so.
    void later(std::initializer_list<std::string_view> keys);

    /// Of these keys at most one may be written; the later ones are told at their places.
    /// Returns the first that is written, or an empty text.
    std::string_view only_one_of(std::initializer_list<std::string_view> keys) const;

    /// All entries that are not `~`; every key is known from now on: for mappings with keys of the
    /// user's own. The views are good as long as the Document is.
    std::vector<std::pair<std::string_view, Reader>> take_all();

    /// Tells a problem at a key's place (at the mapping's, if the key is not written).
    void fail_at_key(std::string_view key, std::string message) const;

    /// Tells each key that was neither taken nor named by later(): with the nearest known one.
    void finish() const;

private:
    Reader value_;
    std::vector<std::string_view> known_;  // literals of the callers
    std::vector<std::string_view> later_;
    bool any_key_ = false;  // take_all(): there are no unknown ones
};

}  // namespace tined::config
