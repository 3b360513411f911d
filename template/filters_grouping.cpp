// Filters that make lists of lists or of pairs.
#include <cstdint>
#include <utility>

#include <fmt/core.h>

#include "template/builtins.hpp"
#include "template/markup.hpp"
#include "template/operators.hpp"
#include "template/ordering.hpp"
#include "template/parameters.hpp"
#include "template/sequences.hpp"

namespace tined::templates {

using value::Arguments;
using value::List;
using value::Value;

namespace {

std::unexpected<std::string> wrong(const Parameters& parameters) {
    return std::unexpected(*parameters.error());
}

std::expected<List, std::string> pairs_of(const Value& input, const Evaluation& evaluation) {
    if (!evaluation.meter.read(input)) return too_much_work(evaluation);
    List pairs;
    if (input.is_undefined()) return pairs;
    if (input.kind() == value::Kind::object) {
        for (const auto& [key, item] : input.as_object().members()) {
            pairs.push_back(Value::tuple({Value(key), item}));
        }
        return pairs;
    }
    if (!input.is_mapping()) {
        return std::unexpected(fmt::format("wants a map, not {}", kind_with_article(input)));
    }
    for (const auto& [key, item] : input.as_map()) pairs.push_back(Value::tuple({key, item}));
    return pairs;
}

Result items(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    auto pairs = pairs_of(parameters.input(), evaluation);
    if (!pairs) return std::unexpected(pairs.error());
    return Value(std::move(*pairs));
}

Result dictionary_sort(const Evaluation& evaluation, const Arguments& arguments) {
    Parameters parameters(arguments, {"case_sensitive", "by", "reverse"});
    const std::string_view by = parameters.text(1, "key");
    if (!parameters) return wrong(parameters);
    if (by != "key" && by != "value") return std::unexpected("\"by\" is key or value");
    const auto pairs = pairs_of(parameters.input(), evaluation);
    if (!pairs) return std::unexpected(pairs.error());
    std::vector<Value> keys;
    for (const Value& pair : *pairs) {
        keys.push_back(sort_key(pair.as_list()[by == "key" ? 0 : 1], Value(nullptr),
                                parameters.truth(0, false)));
        if (!evaluation.meter.read(keys.back())) return too_much_work(evaluation);
    }
    auto list = sorted(*pairs, keys, parameters.truth(2, false), evaluation.meter);
    if (!list) return std::unexpected(list.error());
    return Value(std::move(*list));
}

// Rows of `linecount` elements; the last is filled up with what is given.
Result batch(const Evaluation& evaluation, const Arguments& arguments) {
    Parameters parameters(arguments, {"linecount", "fill_with"});
    parameters.require(0);
    const std::int64_t width = parameters.integer(0, 1);
    if (!parameters) return wrong(parameters);
    if (width < 1) return std::unexpected("\"linecount\" is at least 1");
    const auto columns = static_cast<std::size_t>(width);
    const auto all = items_of(parameters.input(), evaluation);
    if (!all) return std::unexpected(all.error());
    const Value filler = parameters.value(1, Value(nullptr));
    if (!filler.is_null() && columns > evaluation.longest_list) return too_long_list(evaluation);
    List rows;
    List row;
    for (const Value& item : *all) {
        row.push_back(item);
        if (row.size() == columns) rows.push_back(Value(std::exchange(row, List())));
    }
    if (!row.empty()) {
        while (!filler.is_null() && row.size() < columns) row.push_back(filler);
        rows.push_back(Value(std::move(row)));
    }
    return Value(std::move(rows));
}

// So many columns, as equal as can be; the shorter ones are filled up with what is given.
Result slice(const Evaluation& evaluation, const Arguments& arguments) {
    Parameters parameters(arguments, {"slices", "fill_with"});
    parameters.require(0);
    const std::int64_t wanted = parameters.integer(0, 1);
    if (!parameters) return wrong(parameters);
    if (wanted < 1) return std::unexpected("\"slices\" is at least 1");
    const auto columns = static_cast<std::size_t>(wanted);
    if (columns > evaluation.longest_list) return too_long_list(evaluation);
    const auto all = items_of(parameters.input(), evaluation);
    if (!all) return std::unexpected(all.error());
    const Value filler = parameters.value(1, Value(nullptr));
    const std::size_t least = all->size() / columns;
    const std::size_t longer = all->size() % columns;
    List list;
    std::size_t at = 0;
    for (std::size_t i = 0; i < columns; ++i) {
        List column;
        const std::size_t end = at + least + (i < longer ? 1 : 0);
        while (at < end) column.push_back((*all)[at++]);
        if (!filler.is_null() && i >= longer) column.push_back(filler);
        list.push_back(Value(std::move(column)));
    }
    return Value(std::move(list));
}

// Tuples (what the attribute is, those that have it), which have the names grouper and list.
Result group_by(const Evaluation& evaluation, const Arguments& arguments) {
    Parameters parameters(arguments, {"attribute", "default", "case_sensitive"});
    parameters.require(0);
    if (!parameters) return wrong(parameters);
    const auto all = items_of(parameters.input(), evaluation);
    if (!all) return std::unexpected(all.error());
    const bool is_case_sensitive = parameters.truth(2, false);
    std::vector<Value> keys;
    std::vector<Value> names;
    for (const Value& item : *all) {
        Value name = sort_key(item, parameters.value(0), true);
        if (name.is_undefined()) name = parameters.value(1, name);
        keys.push_back(sort_key(name, Value(nullptr), is_case_sensitive));
        if (!evaluation.meter.read(keys.back())) return too_much_work(evaluation);
        names.push_back(std::move(name));
    }
    List numbers;
    for (std::size_t i = 0; i < keys.size(); ++i) numbers.push_back(static_cast<std::int64_t>(i));
    const auto order = sorted(numbers, keys, false, evaluation.meter);
    if (!order) return std::unexpected(order.error());
    List groups;
    List members;
    for (std::size_t i = 0; i < order->size(); ++i) {
        const auto at = static_cast<std::size_t>((*order)[i].as_integer());
        members.push_back((*all)[at]);
        const bool is_last =
            i + 1 == order->size() ||
            !(keys[at] == keys[static_cast<std::size_t>((*order)[i + 1].as_integer())]);
        if (!is_last) continue;
        const auto first = static_cast<std::size_t>((*order)[i + 1 - members.size()].as_integer());
        groups.push_back(Value::tuple({names[first], Value(std::exchange(members, List()))}));
    }
    return Value(std::move(groups));
}

}  // namespace

void add_grouping_filters(Builtins& builtins) {
    builtins.add_filter("items", items);
    builtins.add_filter("dictsort", dictionary_sort);
    builtins.add_filter("batch", batch);
    builtins.add_filter("slice", slice);
    builtins.add_filter("groupby", group_by);
}

}  // namespace tined::templates
