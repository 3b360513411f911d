// Filters that apply other filters and tests to each element, and `default`.
#include <utility>

#include <fmt/core.h>

#include "template/builtins.hpp"
#include "template/markup.hpp"
#include "template/operators.hpp"
#include "template/parameters.hpp"
#include "template/sequences.hpp"

namespace tined::templates {

using value::Arguments;
using value::List;
using value::Value;

namespace {

Result default_value(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {"default_value", "boolean"});
    if (!parameters) return std::unexpected(*parameters.error());
    const Value& input = parameters.input();
    const bool is_lacking = parameters.truth(1, false) ? !input.truth() : input.is_undefined();
    return is_lacking ? parameters.value(0, Value("")) : input;
}

Result attribute(const Evaluation&, const Arguments& arguments) {
    Parameters parameters(arguments, {"name"});
    parameters.require(0);
    if (!parameters) return std::unexpected(*parameters.error());
    const Value name = parameters.value(0);
    Value found = member_of(parameters.input(), name.print());
    return found.is_undefined() ? Value::undefined(name.print()) : found;
}

// What is false has no elements, whatever it is.
std::expected<List, std::string> items_or_none(const Value& input, const Evaluation& evaluation) {
    return input.truth() ? items_of(input, evaluation) : List();
}

// map(attribute='name', default=..)
Result map_attribute(const Arguments& arguments, const List& items) {
    Value path;
    Value otherwise;
    for (const auto& [name, value] : arguments.named) {
        if (name == "attribute") {
            path = value;
        } else if (name == "default") {
            otherwise = value;
        } else {
            return std::unexpected(fmt::format("has no parameter \"{}\"", name));
        }
    }
    if (path.is_undefined()) return std::unexpected("needs a filter's name or attribute=..");
    List list;
    for (const Value& item : items) {
        Value found = member_along(item, path.print());
        list.push_back(found.is_undefined() ? otherwise : std::move(found));
    }
    return Value(std::move(list));
}

// What is given behind the names that the selecting filter takes for itself, with the element
// before it.
class Applied {
public:
    Applied(const Arguments& arguments, std::size_t own) : positional_(1), named_(arguments.named) {
        const auto& all = arguments.positional;
        for (std::size_t i = own; i < all.size(); ++i) positional_.push_back(all[i]);
    }
    Result operator()(const Filter& function, const Evaluation& evaluation, const Value& item) {
        positional_[0] = item;
        for (const Value& read : positional_) {
            if (!evaluation.meter.read(read)) return too_much_work(evaluation);
        }
        return function(evaluation, {positional_, named_});
    }

private:
    std::vector<Value> positional_;
    std::span<const std::pair<std::string_view, Value>> named_;
};

// map('upper'), map('default', 'x')
Result map(const Evaluation& evaluation, const Arguments& arguments) {
    const auto items = items_or_none(arguments.positional[0], evaluation);
    if (!items) return std::unexpected(items.error());
    if (arguments.positional.size() == 1) return map_attribute(arguments, *items);
    const std::string name = arguments.positional[1].print();
    const Filter* const filter = evaluation.builtins.filter(name);
    if (!filter) return std::unexpected(evaluation.builtins.unknown_filter(name));
    Applied applied(arguments, 2);
    List list;
    for (const Value& item : *items) {
        Result result = applied(*filter, evaluation, item);
        if (!result) return std::unexpected(fmt::format("{}: {}", name, result.error()));
        if (!evaluation.meter.read(*result)) return too_much_work(evaluation);
        list.push_back(std::move(*result));
    }
    return Value(std::move(list));
}

// select('odd'), selectattr('name', 'eq', 1); without a test what is true is selected.
Result choose(const Evaluation& evaluation, const Arguments& arguments, bool by_attribute,
              bool is_wanted) {
    const std::size_t own = by_attribute ? 2 : 1;
    const auto& given = arguments.positional;
    const auto items = items_or_none(given[0], evaluation);
    if (!items) return std::unexpected(items.error());
    if (given.size() < own) return std::unexpected("needs the name of an attribute");
    const std::string path = by_attribute ? given[1].print() : std::string();
    const std::string name = given.size() > own ? given[own].print() : std::string();
    const Filter* const test = name.empty() ? nullptr : evaluation.builtins.test(name);
    if (!test && !name.empty()) return std::unexpected(evaluation.builtins.unknown_test(name));
    Applied applied(arguments, own + 1);
    List list;
    for (const Value& item : *items) {
        const Value subject = by_attribute ? member_along(item, path) : item;
        Result result = test ? applied(*test, evaluation, subject) : Result(subject);
        if (!result) return std::unexpected(fmt::format("{}: {}", name, result.error()));
        if (result->truth() == is_wanted) list.push_back(item);
    }
    return Value(std::move(list));
}

Result select(const Evaluation& evaluation, const Arguments& arguments) {
    return choose(evaluation, arguments, false, true);
}
Result reject(const Evaluation& evaluation, const Arguments& arguments) {
    return choose(evaluation, arguments, false, false);
}
Result select_by_attribute(const Evaluation& evaluation, const Arguments& arguments) {
    return choose(evaluation, arguments, true, true);
}
Result reject_by_attribute(const Evaluation& evaluation, const Arguments& arguments) {
    return choose(evaluation, arguments, true, false);
}

}  // namespace

void add_selecting_filters(Builtins& builtins) {
    builtins.add_filter("default", default_value);
    builtins.add_filter("d", default_value);
    builtins.add_filter("attr", attribute);
    builtins.add_filter("map", map);
    builtins.add_filter("select", select);
    builtins.add_filter("reject", reject);
    builtins.add_filter("selectattr", select_by_attribute);
    builtins.add_filter("rejectattr", reject_by_attribute);
}

}  // namespace tined::templates
