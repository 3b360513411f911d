// The getters of the typed reader: each makes one type of one value, or tells a problem that says
// what was expected and what was found, and returns nothing.
#pragma once

#include <fmt/format.h>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "config/reader.hpp"
#include "value/value.hpp"

namespace tined::config {

/// Any scalar as it is written: off, no, 1.10, 0640 and 404 are that text.
std::optional<std::string> as_text(const Reader& value);
/// Text with at least one byte.
std::optional<std::string> as_nonempty_text(const Reader& value);
/// `true` or `false`.
std::optional<bool> as_boolean(const Reader& value);
/// Bytes: 512, 64KiB, 10MiB.
std::optional<std::uint64_t> as_size(const Reader& value);
/// 250ms, 30s, 5m, 1h, 31d.
std::optional<std::chrono::milliseconds> as_duration(const Reader& value);
/// The same, but not zero: for what would never come to an end, or never begin.
std::optional<std::chrono::milliseconds> as_nonzero_duration(const Reader& value);
/// A path; a relative one starts at the folder of the file that names it.
std::optional<std::filesystem::path> as_path(const Reader& value);

/// Bytes within bounds.
struct Size {
    std::uint64_t least = 0;
    std::uint64_t most = std::numeric_limits<std::uint64_t>::max();

    std::optional<std::uint64_t> operator()(const Reader& value) const;
};

/// A whole number within bounds.
template <std::integral T>
struct Integer {
    T least = std::numeric_limits<T>::min();
    T most = std::numeric_limits<T>::max();

    std::optional<T> operator()(const Reader& value) const {
        const Node& node = value.node();
        const bool bounded = most != std::numeric_limits<T>::max();
        if (node.kind == NodeKind::scalar) {
            const auto number = base::parse_integer<T>(node.text);
            if (number && *number >= least && *number <= most) return number;
        }
        value.expected(bounded ? fmt::format("a whole number from {} to {}", least, most)
                               : fmt::format("a whole number of at least {}", least));
        return std::nullopt;
    }
};

/// "expected a, b or c, found "d"", with the nearest of the words.
void refuse_word(const Reader& value, const std::vector<std::string_view>& words,
                 std::string_view wanted);

/// One of some words.
template <typename E>
struct OneOf {
    std::vector<std::pair<std::string_view, E>> words;

    /// `wanted` is said in place of the list of words.
    std::optional<E> operator()(const Reader& value, std::string_view wanted = {}) const {
        std::vector<std::string_view> names;
        for (const auto& [word, meaning] : words) {
            if (value.node().kind == NodeKind::scalar && value.node().text == word) return meaning;
            names.push_back(word);
        }
        refuse_word(value, names, wanted);
        return std::nullopt;
    }
};

/// A list of what `get` makes; one alone may stand without the list. Items that are wrong are
/// told and left out.
template <typename Getter>
struct ListOf {
    Getter get;

    auto operator()(const Reader& value) const {
        using Item = typename std::invoke_result_t<Getter, const Reader&>::value_type;
        std::vector<Item> all;
        for (const Reader& item : value.items_or_self()) {
            auto got = get(item);
            if (got) all.push_back(std::move(*got));
        }
        return std::optional(std::move(all));
    }
};
template <typename Getter>
ListOf(Getter) -> ListOf<Getter>;

/// Where any value is wanted (json, with): what a plain scalar says by YAML 1.2's core types, in
/// which no and off are text; a quoted one is text. Integers past 64 bits become real.
value::Value scalar_value(const Node& scalar);
/// The same for a whole tree; keys are text.
value::Value as_value(const Node& node);

/// A path that the configuration names, from the folder of the file that names it; from the
/// working directory for what a flag of the command line says.
std::filesystem::path resolved_path(std::string_view path, const Place& named_at);

}  // namespace tined::config
