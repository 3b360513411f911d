#include "handlers/multi_object.hpp"

#include <algorithm>
#include <ranges>
#include <unordered_map>

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

std::string MultiObject::folded(std::string_view name) const {
    std::string key(name);
    if (case_ == Case::insensitive) std::ranges::transform(key, key.begin(), fold);
    return key;
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
    // By a table: a client that sends thousands of names must not cost their square.
    std::unordered_map<std::string, std::size_t> places;
    for (const auto& [key, value] : entries_) {
        const auto [place, is_new] = places.try_emplace(folded(key), shown.size());
        if (is_new) {
            shown.emplace_back(std::string(key), value);
        } else {
            shown[place->second].second = value;
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
