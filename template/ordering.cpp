#include "template/ordering.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include <fmt/core.h>

#include "base/text.hpp"
#include "template/operators.hpp"
#include "template/sequences.hpp"
#include "template/unicode_case.hpp"
#include "value/compare.hpp"

namespace tined::templates {

using value::Value;

namespace {

Value folded(Value key, bool is_case_sensitive) {
    if (is_case_sensitive || !key.is_text()) return key;
    return Value(to_lower(key.as_text()));
}

}  // namespace

Value sort_key(const Value& item, const Value& attribute, bool is_case_sensitive) {
    if (attribute.is_null() || attribute.is_undefined()) return folded(item, is_case_sensitive);
    const std::string path = attribute.print();
    if (!path.contains(',')) return folded(member_along(item, path), is_case_sensitive);
    value::List keys;
    for (const std::string_view part : base::split(path, ',')) {
        keys.push_back(folded(member_along(item, part), is_case_sensitive));
    }
    return Value::tuple(std::move(keys));
}

std::expected<value::List, std::string> sorted(const value::List& items,
                                               const std::vector<Value>& keys, bool is_reversed,
                                               Meter& meter) {
    std::vector<std::size_t> order(keys.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::optional<std::string> error;
    // A comparison that fails says "equal" and is told after: the sort must come to its end.
    const auto is_before = [&](std::size_t left, std::size_t right) {
        const Value& first = keys[is_reversed ? right : left];
        const Value& second = keys[is_reversed ? left : right];
        const auto less = apply(CompareOperator::less, first, second, meter);
        if (!less && !error) error = less.error();
        return less.value_or(false);
    };
    std::ranges::stable_sort(order, is_before);
    if (error) return std::unexpected(std::move(*error));
    value::List list;
    list.reserve(order.size());
    for (const std::size_t index : order) list.push_back(items[index]);
    return list;
}

}  // namespace tined::templates
