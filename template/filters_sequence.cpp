// Filters that go over a sequence.
#include <algorithm>
#include <cstdint>
#include <random>
#include <utility>

#include "template/library.hpp"
#include "template/markup.hpp"
#include "template/operators.hpp"
#include "template/ordering.hpp"
#include "template/parameters.hpp"
#include "template/sequences.hpp"

namespace tined::templates {

using value::Arguments;
using value::Kind;
using value::List;
using value::Value;

namespace {

std::unexpected<std::string> wrong(const Parameters& parameters) {
    return std::unexpected(*parameters.error());
}

Result length(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    const Value& input = parameters.input();
    const bool has_length =
        input.is_undefined() || input.is_text() || input.is_mapping() || input.kind() == Kind::list;
    if (has_length) return Value(static_cast<std::int64_t>(input.size()));
    return std::unexpected(kind_with_article(input) + " has no length");
}

Result first(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    const auto items = items_of(parameters.input());
    if (!items) return std::unexpected(items.error());
    return items->empty() ? Value::undefined("first of nothing") : (*items)[0];
}

Result last(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    const auto items = items_of(parameters.input());
    if (!items) return std::unexpected(items.error());
    return items->empty() ? Value::undefined("last of nothing") : (*items)[items->size() - 1];
}

Result reverse(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    const Value& input = parameters.input();
    const auto items = items_of(input);
    if (!items) return std::unexpected(items.error());
    List list;
    std::string text;
    for (std::size_t i = items->size(); i-- > 0;) {
        if (input.is_text()) {
            text += (*items)[i].as_text();
        } else {
            list.push_back((*items)[i]);
        }
    }
    return input.is_text() ? text_value(text, input.is_safe()) : Value(std::move(list));
}

Result join(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {"d", "attribute"});
    if (!parameters) return wrong(parameters);
    const auto items = items_of(parameters.input());
    if (!items) return std::unexpected(items.error());
    const Value separator = parameters.value(0, Value(""));
    const Value attribute = parameters.value(1, Value(nullptr));
    const auto part_of = [&](const Value& item) {
        return attribute.is_null() ? item : member_along(item, attribute.print());
    };
    // What is escaped already stays so, and then all else must be.
    const bool is_safe =
        evaluation.autoescape &&
        (separator.is_safe() || std::ranges::any_of(items->items(), [&](const Value& item) {
             return part_of(item).is_safe();
         }));
    std::string out;
    bool is_first = true;
    for (const Value& item : *items) {
        if (!is_first) append_markup(separator, is_safe, out);
        append_markup(part_of(item), is_safe, out);
        is_first = false;
        if (out.size() > evaluation.largest_text) return too_long_text(evaluation);
    }
    return text_value(out, is_safe);
}

Result as_list(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    auto items = items_of(parameters.input());
    if (!items) return std::unexpected(items.error());
    return Value(std::move(*items));
}

std::vector<Value> keys_of(const List& items, const Value& attribute, bool is_case_sensitive) {
    std::vector<Value> keys;
    for (const Value& item : items) {
        keys.push_back(sort_key(item, attribute, is_case_sensitive));
    }
    return keys;
}

Result sort(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {"reverse", "case_sensitive", "attribute"});
    if (!parameters) return wrong(parameters);
    const auto items = items_of(parameters.input());
    if (!items) return std::unexpected(items.error());
    auto list = sorted(*items, keys_of(*items, parameters.value(2), parameters.truth(1, false)),
                       parameters.truth(0, false));
    if (!list) return std::unexpected(list.error());
    return Value(std::move(*list));
}

Result unique(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {"case_sensitive", "attribute"});
    if (!parameters) return wrong(parameters);
    const auto items = items_of(parameters.input());
    if (!items) return std::unexpected(items.error());
    value::Map seen;
    List list;
    for (const Value& item : *items) {
        Value key = sort_key(item, parameters.value(1), parameters.truth(0, false));
        if (seen.find(key)) continue;
        seen.set(std::move(key), true);
        list.push_back(item);
    }
    return Value(std::move(list));
}

Result extreme(const Arguments& arguments, CompareOperator better) {
    const Parameters parameters(arguments, {"case_sensitive", "attribute"});
    if (!parameters) return wrong(parameters);
    const auto items = items_of(parameters.input());
    if (!items) return std::unexpected(items.error());
    if (items->empty()) return Value::undefined("the least or greatest of nothing");
    const auto keys = keys_of(*items, parameters.value(1), parameters.truth(0, false));
    std::size_t best = 0;
    for (std::size_t i = 1; i < keys.size(); ++i) {
        const auto is_better = apply(better, keys[i], keys[best]);
        if (!is_better) return std::unexpected(is_better.error());
        if (*is_better) best = i;
    }
    return (*items)[best];
}

Result least(const Evaluation&, const Arguments& arguments) {
    return extreme(arguments, CompareOperator::less);
}

Result greatest(const Evaluation&, const Arguments& arguments) {
    return extreme(arguments, CompareOperator::greater);
}

// One of the elements, each as likely: not for what must be hard to guess.
Result random(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    const auto items = items_of(parameters.input());
    if (!items) return std::unexpected(items.error());
    if (items->empty()) return Value::undefined("one of nothing");
    std::random_device source;
    std::uniform_int_distribution<std::size_t> any(0, items->size() - 1);
    return (*items)[any(source)];
}

}  // namespace

void add_sequence_filters(Library& library) {
    library.add_filter("length", length);
    library.add_filter("count", length);
    library.add_filter("first", first);
    library.add_filter("last", last);
    library.add_filter("reverse", reverse);
    library.add_filter("join", join);
    library.add_filter("list", as_list);
    library.add_filter("sort", sort);
    library.add_filter("unique", unique);
    library.add_filter("min", least);
    library.add_filter("max", greatest);
    library.add_filter("random", random);
}

}  // namespace tined::templates
