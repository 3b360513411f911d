// Filters that go over a sequence.
#include <algorithm>
#include <cstdint>
#include <random>
#include <utility>

#include "template/builtins.hpp"
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

// The filters that want one element or none but the order make no list of a text's characters.
bool is_some_text(const Value& value) { return value.is_text() && !value.as_text().empty(); }
bool is_some_list(const Value& value) { return value.kind() == Kind::list && value.size() > 0; }

Result first(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    const Value& input = parameters.input();
    if (is_some_text(input)) return Value(first_character(input.as_text()));
    if (is_some_list(input)) return input.as_list()[0];
    const auto items = items_of(input, evaluation);
    if (!items) return std::unexpected(items.error());
    return items->empty() ? Value::undefined("first of nothing") : (*items)[0];
}

Result last(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    const Value& input = parameters.input();
    if (is_some_text(input)) return Value(last_character(input.as_text()));
    if (is_some_list(input)) return input.as_list()[input.size() - 1];
    const auto items = items_of(input, evaluation);
    if (!items) return std::unexpected(items.error());
    return items->empty() ? Value::undefined("last of nothing") : (*items)[items->size() - 1];
}

std::string reversed_text(std::string_view text) {
    std::string out(text.size(), '\0');
    std::size_t at = text.size();
    while (!text.empty()) {
        const std::string_view character = first_character(text);
        at -= character.size();
        character.copy(out.data() + at, character.size());
        text.remove_prefix(character.size());
    }
    return out;
}

Result reverse(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    const Value& input = parameters.input();
    if (input.is_text()) return text_value(reversed_text(input.as_text()), input.is_safe());
    const auto items = items_of(input, evaluation);
    if (!items) return std::unexpected(items.error());
    List list;
    for (std::size_t i = items->size(); i-- > 0;) list.push_back((*items)[i]);
    return Value(std::move(list));
}

Result join(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {"d", "attribute"});
    if (!parameters) return wrong(parameters);
    const auto items = items_of(parameters.input(), evaluation);
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

Result as_list(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    auto items = items_of(parameters.input(), evaluation);
    if (!items) return std::unexpected(items.error());
    return Value(std::move(*items));
}

// The keys are compared: the meter is told of what they hold.
std::expected<std::vector<Value>, std::string> keys_of(const List& items, const Value& attribute,
                                                       bool is_case_sensitive,
                                                       const Evaluation& evaluation) {
    std::vector<Value> keys;
    for (const Value& item : items) {
        keys.push_back(sort_key(item, attribute, is_case_sensitive));
        if (!evaluation.meter.read(keys.back())) return too_much_work(evaluation);
    }
    return keys;
}

Result sort(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {"reverse", "case_sensitive", "attribute"});
    if (!parameters) return wrong(parameters);
    const auto items = items_of(parameters.input(), evaluation);
    if (!items) return std::unexpected(items.error());
    const auto keys = keys_of(*items, parameters.value(2), parameters.truth(1, false), evaluation);
    if (!keys) return std::unexpected(keys.error());
    auto list = sorted(*items, *keys, parameters.truth(0, false), evaluation.meter);
    if (!list) return std::unexpected(list.error());
    return Value(std::move(*list));
}

Result unique(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {"case_sensitive", "attribute"});
    if (!parameters) return wrong(parameters);
    const auto items = items_of(parameters.input(), evaluation);
    if (!items) return std::unexpected(items.error());
    value::Map seen;
    List list;
    for (const Value& item : *items) {
        Value key = sort_key(item, parameters.value(1), parameters.truth(0, false));
        if (!evaluation.meter.read(key)) return too_much_work(evaluation);
        if (seen.find(key)) continue;
        seen.set(std::move(key), true);
        list.push_back(item);
    }
    return Value(std::move(list));
}

Result extreme(const Evaluation& evaluation, const Arguments& arguments, CompareOperator better) {
    const Parameters parameters(arguments, {"case_sensitive", "attribute"});
    if (!parameters) return wrong(parameters);
    const auto items = items_of(parameters.input(), evaluation);
    if (!items) return std::unexpected(items.error());
    if (items->empty()) return Value::undefined("the least or greatest of nothing");
    const auto keys = keys_of(*items, parameters.value(1), parameters.truth(0, false), evaluation);
    if (!keys) return std::unexpected(keys.error());
    std::size_t best = 0;
    for (std::size_t i = 1; i < keys->size(); ++i) {
        const auto is_better = apply(better, (*keys)[i], (*keys)[best], evaluation.meter);
        if (!is_better) return std::unexpected(is_better.error());
        if (*is_better) best = i;
    }
    return (*items)[best];
}

Result least(const Evaluation& evaluation, const Arguments& arguments) {
    return extreme(evaluation, arguments, CompareOperator::less);
}

Result greatest(const Evaluation& evaluation, const Arguments& arguments) {
    return extreme(evaluation, arguments, CompareOperator::greater);
}

// One of the elements, each as likely: not for what must be hard to guess.
Result random(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    const Value& input = parameters.input();
    std::random_device source;
    const auto any_below = [&source](std::size_t size) {
        return std::uniform_int_distribution<std::size_t>(0, size - 1)(source);
    };
    if (is_some_text(input)) {
        const std::size_t length = std::max<std::size_t>(input.size(), 1);
        return Value(character_at(input.as_text(), any_below(length)).value_or(""));
    }
    if (is_some_list(input)) return input.as_list()[any_below(input.size())];
    const auto items = items_of(input, evaluation);
    if (!items) return std::unexpected(items.error());
    if (items->empty()) return Value::undefined("one of nothing");
    return (*items)[any_below(items->size())];
}

}  // namespace

void add_sequence_filters(Builtins& builtins) {
    builtins.add_filter("length", length);
    builtins.add_filter("count", length);
    builtins.add_filter("first", first);
    builtins.add_filter("last", last);
    builtins.add_filter("reverse", reverse);
    builtins.add_filter("join", join);
    builtins.add_filter("list", as_list);
    builtins.add_filter("sort", sort);
    builtins.add_filter("unique", unique);
    builtins.add_filter("min", least);
    builtins.add_filter("max", greatest);
    builtins.add_filter("random", random);
}

}  // namespace tined::templates
