#include "template/methods.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "base/nearest.hpp"
#include "template/builtins.hpp"
#include "template/markup.hpp"
#include "template/operators.hpp"
#include "template/parameters.hpp"
#include "template/run_objects.hpp"
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

Result keys(const Evaluation& evaluation, const Value& self, const Arguments&) {
    auto names = items_of(self, evaluation);
    if (!names) return std::unexpected(names.error());
    return Value(std::move(*names));
}

Result values(const Evaluation& evaluation, const Value& self, const Arguments&) {
    if (!evaluation.meter.read(self)) return too_much_work(evaluation);
    List list;
    if (self.kind() == Kind::map) {
        for (const auto& [key, item] : self.as_map()) list.push_back(item);
    } else {
        for (const auto& [key, item] : self.as_object().members()) list.push_back(item);
    }
    return Value(std::move(list));
}

Result get(const Evaluation&, const Value& self, const Arguments& arguments) {
    const std::vector<Value> all_given = with_self(self, arguments);
    Parameters given({all_given, arguments.named}, {"key", "default"});
    given.require(0);
    if (!given) return wrong(given);
    Result found = item_of(self, given.value(0));
    if (found && found->is_undefined()) return given.value(1, Value(nullptr));
    return found;
}

Result count(const Evaluation& evaluation, const Value& self, const Arguments& arguments) {
    if (arguments.positional.size() != 1) return std::unexpected("count takes one argument");
    if (!evaluation.meter.read(self)) return too_much_work(evaluation);
    std::int64_t found = 0;
    for (const Value& item : self.as_list()) {
        const auto is_same = equal(item, arguments.positional[0], evaluation.meter);
        if (!is_same) return std::unexpected(is_same.error());
        if (*is_same) ++found;
    }
    return Value(found);
}

Result index(const Evaluation& evaluation, const Value& self, const Arguments& arguments) {
    if (arguments.positional.size() != 1) return std::unexpected("index takes one argument");
    if (!evaluation.meter.read(self)) return too_much_work(evaluation);
    std::int64_t at = 0;
    for (const Value& item : self.as_list()) {
        const auto is_same = equal(item, arguments.positional[0], evaluation.meter);
        if (!is_same) return std::unexpected(is_same.error());
        if (*is_same) return Value(at);
        ++at;
    }
    return std::unexpected("index: it is not in the list");
}

constexpr char items[] = "items";

constexpr auto map_methods = std::to_array<MethodRow>(
    {{"items", by_filter<items>}, {"keys", keys}, {"values", values}, {"get", get}});

constexpr auto list_methods = std::to_array<MethodRow>({{"count", count}, {"index", index}});

const Cycler* cycler_of(const Value& value) {
    if (value.kind() != Kind::object) return nullptr;
    return dynamic_cast<const Cycler*>(&value.as_object());
}

Result next(const Evaluation&, const Value& self, const Arguments&) {
    return cycler_of(self)->next();
}

Result reset(const Evaluation&, const Value& self, const Arguments&) {
    cycler_of(self)->reset();
    return Value(nullptr);
}

constexpr auto cycler_methods = std::to_array<MethodRow>({{"next", next}, {"reset", reset}});

std::span<const MethodRow> methods_of(const Value& value) {
    if (cycler_of(value)) return cycler_methods;
    if (value.is_mapping()) return map_methods;
    if (value.is_text()) return text_methods();
    if (value.kind() == Kind::list) return list_methods;
    return {};
}

}  // namespace

std::vector<Value> with_self(const Value& self, const Arguments& arguments) {
    std::vector<Value> all = {self};
    all.insert(all.end(), arguments.positional.begin(), arguments.positional.end());
    return all;
}

const Method* find_method(const Value& value, std::string_view name) {
    for (const MethodRow& row : methods_of(value)) {
        if (row.name == name) return &row.method;
    }
    return nullptr;
}

std::string unknown_method(const Value& value, std::string_view name) {
    std::vector<std::string_view> known;
    for (const MethodRow& row : methods_of(value)) known.push_back(row.name);
    const auto near = base::nearest(name, known);
    return fmt::format("{} has no method \"{}\"{}", kind_with_article(value), name,
                       near ? fmt::format("; did you mean \"{}\"?", *near) : "");
}

}  // namespace tined::templates
