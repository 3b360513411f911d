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

std::string_view first_character(std::string_view text) {
    const auto point = base::first_code_point(text);
    return text.substr(0, point ? point->size : 1);
}

std::vector<std::string_view> characters_of(std::string_view text) {
    std::vector<std::string_view> characters;
    while (!text.empty()) {
        characters.push_back(first_character(text));
        text.remove_prefix(characters.back().size());
    }
    return characters;
}

std::size_t end_of_characters(std::string_view text, std::size_t count) {
    std::size_t end = 0;
    for (; count > 0 && end < text.size(); --count) end += first_character(text.substr(end)).size();
    return end;
}

std::optional<std::string_view> character_at(std::string_view text, std::size_t index) {
    if (index >= text.size()) return std::nullopt;
    text.remove_prefix(end_of_characters(text, index));
    if (text.empty()) return std::nullopt;
    return first_character(text);
}

// The longest of one to four bytes that are one character to the end.
std::string_view last_character(std::string_view text) {
    for (std::size_t size = std::min<std::size_t>(4, text.size()); size > 1; --size) {
        const std::string_view end = text.substr(text.size() - size);
        if (first_character(end).size() == size) return end;
    }
    return text.substr(text.size() - 1);
}

std::optional<std::pair<Value, Value>> pair_of(const Value& value) {
    if (value.kind() == Kind::list && value.size() == 2) {
        return std::pair(value.as_list()[0], value.as_list()[1]);
    }
    if (!value.is_text() || value.as_text().empty()) return std::nullopt;
    const std::string_view first = first_character(value.as_text());
    const std::string_view second = value.as_text().substr(first.size());
    if (second.empty() || first_character(second) != second) return std::nullopt;
    return std::pair(Value(first), Value(second));
}

namespace {

// A piece of safe text is not safe by itself.
std::expected<List, std::string> list_of_characters(std::string_view text,
                                                    const Evaluation& evaluation) {
    const std::size_t most = evaluation.longest_list;
    if (text.size() > most && end_of_characters(text, most) < text.size()) {
        return too_long_list(evaluation);
    }
    List list;
    while (!text.empty()) {
        const std::string_view character = first_character(text);
        list.push_back(Value(character));
        text.remove_prefix(character.size());
    }
    return list;
}

}  // namespace

std::expected<List, std::string> items_of(const Value& value, const Evaluation& evaluation) {
    if (!evaluation.meter.read(value)) return too_much_work(evaluation);
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
            return list_of_characters(value.as_text(), evaluation);
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

Value character_of(const Value& text, const Value& key) {
    const auto index = index_in(text.size(), key);
    if (!index) return {};
    const auto found = character_at(text.as_text(), *index);
    return found ? text_value(*found, text.is_safe()) : Value();
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
            return character_of(value, key);
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
