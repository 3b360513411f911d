#include "template/sequences.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "template/markup.hpp"
#include "template/operators.hpp"

namespace tined::templates {

using value::Kind;
using value::List;
using value::Value;

std::vector<std::string_view> characters_of(std::string_view text) {
    std::vector<std::string_view> characters;
    while (!text.empty()) {
        const auto point = base::first_code_point(text);
        const std::size_t size = point ? point->size : 1;
        characters.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return characters;
}

std::string_view stripped(std::string_view text, std::string_view characters, bool at_left,
                          bool at_right) {
    const auto set = characters_of(characters);
    const auto is_in = [&](std::string_view c) { return std::ranges::count(set, c) > 0; };
    const auto all = characters_of(text);
    std::size_t begin = 0;
    std::size_t end = all.size();
    while (at_left && begin < end && is_in(all[begin])) ++begin;
    while (at_right && begin < end && is_in(all[end - 1])) --end;
    if (begin == end) return {};
    const char* const first = all[begin].data();
    return {first, static_cast<std::size_t>(all[end - 1].data() + all[end - 1].size() - first)};
}

std::expected<List, std::string> items_of(const Value& value) {
    List list;
    switch (value.kind()) {
        case Kind::undefined:
            return list;
        case Kind::list:
            return value.as_list();
        case Kind::map:
            for (const auto& [key, item] : value.as_map()) list.push_back(key);
            return list;
        case Kind::object:
            for (const auto& [key, item] : value.as_object().members()) list.push_back(key);
            return list;
        case Kind::text:
            for (const std::string_view character : characters_of(value.as_text())) {
                list.push_back(Value(character));  // a piece of safe text is not safe by itself
            }
            return list;
        case Kind::null:
        case Kind::boolean:
        case Kind::integer:
        case Kind::real:
        case Kind::callable:
            break;
    }
    return std::unexpected(fmt::format("{} is not iterable", kind_with_article(value)));
}

namespace {

// Python's index: from the end if negative. Past either end: nothing.
std::optional<std::size_t> index_in(std::size_t size, const Value& key) {
    if (key.kind() != Kind::integer && key.kind() != Kind::boolean) return std::nullopt;
    const auto length = static_cast<std::int64_t>(size);
    const std::int64_t index = key.as_integer();
    if (index >= length || index < -length) return std::nullopt;
    return static_cast<std::size_t>(index < 0 ? index + length : index);
}

Value character_at(const Value& text, const Value& key) {
    const auto characters = characters_of(text.as_text());
    const auto index = index_in(characters.size(), key);
    return index ? text_value(characters[*index], text.is_safe()) : Value();
}

// How far an end of a slice is from the beginning, as Python's slice.indices() has it.
std::expected<std::int64_t, std::string> bound(const Value& value, std::int64_t otherwise,
                                               std::int64_t length, bool is_backward) {
    if (value.is_null()) return otherwise;
    if (value.kind() != Kind::integer) {
        return std::unexpected(
            fmt::format("a slice's ends are integers, not {}", kind_with_article(value)));
    }
    std::int64_t at = value.as_integer();
    if (at < 0) at = at < -length ? -1 : at + length;
    const std::int64_t least = is_backward ? -1 : 0;
    return std::clamp(at, least, is_backward ? length - 1 : length);
}

std::expected<std::vector<std::size_t>, std::string> slice_indices(std::size_t size,
                                                                   const Value& from,
                                                                   const Value& to,
                                                                   const Value& step) {
    if (!step.is_null() && step.kind() != Kind::integer) {
        return std::unexpected("a slice's step is an integer");
    }
    const std::int64_t stride = step.is_null() ? 1 : step.as_integer();
    if (stride == 0) return std::unexpected("a slice's step can't be 0");
    const auto length = static_cast<std::int64_t>(size);
    const bool is_backward = stride < 0;
    const auto first = bound(from, is_backward ? length - 1 : 0, length, is_backward);
    if (!first) return std::unexpected(first.error());
    const auto last = bound(to, is_backward ? -1 : length, length, is_backward);
    if (!last) return std::unexpected(last.error());
    std::vector<std::size_t> indices;
    std::int64_t at = *first;
    while (is_backward ? at > *last : at < *last) {
        indices.push_back(static_cast<std::size_t>(at));
        if (__builtin_add_overflow(at, stride, &at)) break;
    }
    return indices;
}

}  // namespace

Result item_of(const Value& value, const Value& key) {
    switch (value.kind()) {
        case Kind::undefined:
            return std::unexpected(undefined_message(value));
        case Kind::list:
            if (const auto index = index_in(value.size(), key)) return value.as_list()[*index];
            return Value();
        case Kind::map: {
            const Value* const found = value.as_map().find(key);
            return found ? *found : Value();
        }
        case Kind::object:
            return key.is_text() ? value.as_object().member(key.as_text()) : Value();
        case Kind::text:
            return character_at(value, key);
        case Kind::null:
        case Kind::boolean:
        case Kind::integer:
        case Kind::real:
        case Kind::callable:
            return Value();
    }
    std::unreachable();
}

Result slice_of(const Value& value, const Value& from, const Value& to, const Value& step) {
    if (value.is_undefined()) return std::unexpected(undefined_message(value));
    if (value.is_text()) {
        const auto characters = characters_of(value.as_text());
        const auto indices = slice_indices(characters.size(), from, to, step);
        if (!indices) return std::unexpected(indices.error());
        std::string out;
        for (const std::size_t index : *indices) out += characters[index];
        return text_value(out, value.is_safe());
    }
    if (value.kind() != Kind::list) {
        return std::unexpected(fmt::format("{} can't be sliced", kind_with_article(value)));
    }
    const auto indices = slice_indices(value.size(), from, to, step);
    if (!indices) return std::unexpected(indices.error());
    List list;
    for (const std::size_t index : *indices) list.push_back(value.as_list()[index]);
    return value.is_tuple() ? Value::tuple(std::move(list)) : Value(std::move(list));
}

Value member_of(const Value& value, std::string_view name) {
    if (value.is_mapping()) return value.member(name);
    if (value.is_tuple() && value.size() == 2) {
        if (name == "grouper") return value.as_list()[0];
        if (name == "list") return value.as_list()[1];
    }
    const auto index = base::parse_integer<std::int64_t>(name);
    if (!index || value.is_undefined()) return {};
    return item_of(value, Value(*index)).value_or(Value());
}

Value member_along(const Value& value, std::string_view path) {
    Value at = value;
    for (const std::string_view name : base::split(path, '.')) at = member_of(at, name);
    return at;
}

}  // namespace tined::templates
