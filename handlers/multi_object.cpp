#include "handlers/multi_object.hpp"

#include <algorithm>
#include <ranges>

#include "base/text.hpp"

namespace tined::handlers {

namespace {

/// A field's name as an expression may write it: headers.user_agent is headers['User-Agent'].
char fold(char c) noexcept {
    if (c == '_') return '-';
    return base::to_lower(c);
}

}  // namespace

bool MultiObject::same(std::string_view a, std::string_view b) const noexcept {
    if (case_ == Case::sensitive) return a == b;
    return std::ranges::equal(a, b, {}, fold, fold);
}

void MultiObject::replace(std::string_view name, value::Value value) {
    std::erase_if(entries_, [&](const auto& entry) { return same(entry.first, name); });
    add(name, std::move(value));
}

value::Value MultiObject::member(std::string_view name) const {
    if (name == getlist_.name()) return value::Value::borrowed(getlist_);
    for (const auto& [key, value] : entries_ | std::views::reverse) {
        if (same(key, name)) return value;
    }
    return value::Value::undefined(name);
}

std::vector<std::pair<std::string, value::Value>> MultiObject::members() const {
    std::vector<std::pair<std::string, value::Value>> shown;
    for (const auto& [key, value] : entries_) {
        const auto earlier =
            std::ranges::find_if(shown, [&](const auto& other) { return same(other.first, key); });
        if (earlier == shown.end()) {
            shown.emplace_back(std::string(key), value);
        } else {
            earlier->second = value;
        }
    }
    return shown;
}

value::List MultiObject::all(std::string_view name) const {
    value::List values;
    for (const auto& [key, value] : entries_) {
        if (same(key, name)) values.push_back(value);
    }
    return values;
}

std::expected<value::Value, std::string> MultiObject::GetList::call(
    const value::Arguments& arguments) const {
    if (arguments.positional.size() != 1 || !arguments.named.empty() ||
        !arguments.positional.front().is_text()) {
        return std::unexpected("getlist() takes one argument, a name");
    }
    return of_.all(arguments.positional.front().as_text());
}

}  // namespace tined::handlers
