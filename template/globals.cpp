// The global functions: range, dict, namespace, cycler, joiner, lipsum.
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <utility>

#include <fmt/core.h>

#include "template/builtins.hpp"
#include "template/lipsum.hpp"
#include "template/operators.hpp"
#include "template/parameters.hpp"
#include "template/run_objects.hpp"
#include "template/sequences.hpp"

namespace tined::templates {

using value::Arguments;
using value::Value;

namespace {

using Function = Result (*)(const Arguments&);

class Builtin final : public value::Callable {
public:
    Builtin(std::string_view name, Function function) : name_(name), function_(function) {}
    std::string_view name() const noexcept override { return name_; }
    std::expected<Value, std::string> call(const Arguments& arguments) const override {
        return function_(arguments);
    }

private:
    std::string_view name_;
    Function function_;
};

// A range is a list here: so many elements at most, whatever the settings allow a loop.
constexpr std::int64_t longest_range = 100'000;

Result range(const Arguments& arguments) {
    const auto& given = arguments.positional;
    if (given.empty() || given.size() > 3 || !arguments.named.empty()) {
        return std::unexpected("range takes (end), (begin, end) or (begin, end, step)");
    }
    for (const Value& number : given) {
        const bool is_whole =
            number.kind() == value::Kind::integer || number.kind() == value::Kind::boolean;
        if (!is_whole) {
            return std::unexpected(
                fmt::format("range takes integers, not {}", kind_with_article(number)));
        }
    }
    const std::int64_t first = given.size() > 1 ? given[0].as_integer() : 0;
    const std::int64_t last = given[given.size() > 1 ? 1 : 0].as_integer();
    const std::int64_t step = given.size() > 2 ? given[2].as_integer() : 1;
    if (step == 0) return std::unexpected("range: the step can't be 0");
    value::List list;
    std::int64_t at = first;
    while (step > 0 ? at < last : at > last) {
        if (std::cmp_equal(list.size(), longest_range)) {
            return std::unexpected(fmt::format("range: more than {} elements", longest_range));
        }
        list.push_back(at);
        if (__builtin_add_overflow(at, step, &at)) break;
    }
    return Value(std::move(list));
}

// The arguments in the order of `names`; undefined those that are not given.
std::expected<std::vector<Value>, std::string> read_arguments(
    const Arguments& arguments, std::initializer_list<std::string_view> names) {
    std::vector<Value> all(1);  // what stands before the bar of a filter
    all.insert(all.end(), arguments.positional.begin(), arguments.positional.end());
    const Parameters parameters({all, arguments.named}, names);
    if (!parameters) return std::unexpected(*parameters.error());
    std::vector<Value> given;
    for (std::size_t i = 0; i < names.size(); ++i) given.push_back(parameters.value(i));
    return given;
}

// A map out of a map or a list of pairs, and of the named arguments.
std::expected<value::Map, std::string> map_of(const Arguments& arguments, std::string_view name) {
    value::Map map;
    if (arguments.positional.size() > 1) {
        return std::unexpected(fmt::format("{} takes one map and named values", name));
    }
    for (const Value& source : arguments.positional) {
        if (source.kind() == value::Kind::map) {
            map = source.as_map();
            continue;
        }
        if (source.kind() != value::Kind::list) {
            return std::unexpected(fmt::format("{} takes a map or pairs", name));
        }
        for (const Value& pair : source.as_list()) {
            const auto both = pair_of(pair);
            if (!both) return std::unexpected(fmt::format("{} takes a map or pairs", name));
            map.set(both->first, both->second);
        }
    }
    for (const auto& [key, item] : arguments.named) map.set(Value(key), item);
    return map;
}

Result dictionary(const Arguments& arguments) {
    auto map = map_of(arguments, "dict");
    if (!map) return std::unexpected(map.error());
    return Value(std::move(*map));
}

Result make_namespace(const Arguments& arguments) {
    auto map = map_of(arguments, "namespace");
    if (!map) return std::unexpected(map.error());
    return Value::object(std::make_shared<const Namespace>(std::move(*map)));
}

Result make_cycler(const Arguments& arguments) {
    const auto& items = arguments.positional;
    if (items.empty() || !arguments.named.empty()) {
        return std::unexpected("cycler takes at least one value, and none by name");
    }
    return Value::object(std::make_shared<const Cycler>(
        value::List(std::vector<Value>(items.begin(), items.end()))));
}

/// The first call gives nothing, each further one the separator.
class Joiner final : public value::Callable {
public:
    explicit Joiner(std::string_view separator) : separator_(separator) {}
    std::string_view name() const noexcept override { return "joiner"; }
    std::expected<Value, std::string> call(const Arguments& arguments) const override {
        if (!arguments.positional.empty() || !arguments.named.empty()) {
            return std::unexpected("what joiner(..) makes is called without arguments");
        }
        return Value(std::exchange(is_used_, true) ? std::string_view(separator_) : "");
    }

private:
    std::string separator_;
    mutable bool is_used_ = false;  // a template's values are constant; this one is made to change
};

Result make_joiner(const Arguments& arguments) {
    const auto given = read_arguments(arguments, {"sep"});
    if (!given) return std::unexpected(given.error());
    const Value& separator = (*given)[0];
    if (separator.is_undefined()) return Value::callable(std::make_shared<const Joiner>(", "));
    if (!separator.is_text()) {
        return std::unexpected(
            fmt::format("joiner takes a text, not {}", kind_with_article(separator)));
    }
    return Value::callable(std::make_shared<const Joiner>(separator.as_text()));
}

Result make_lipsum(const Arguments& arguments) {
    const auto given = read_arguments(arguments, {"n", "html", "min", "max"});
    if (!given) return std::unexpected(given.error());
    LipsumShape shape;
    for (const auto& [number, target] :
         {std::pair{0, &shape.paragraphs}, {2, &shape.least_words}, {3, &shape.most_words}}) {
        const Value& value = (*given)[static_cast<std::size_t>(number)];
        if (value.is_undefined()) continue;
        if (value.kind() != value::Kind::integer || value.as_integer() < 0 ||
            value.as_integer() > 1000) {
            return std::unexpected("lipsum takes numbers from 0 to 1000");
        }
        *target = static_cast<int>(value.as_integer());
    }
    if (shape.least_words >= shape.most_words) {
        return std::unexpected("lipsum: \"min\" is less than \"max\"");
    }
    const Value& html = (*given)[1];
    shape.is_html = html.is_undefined() || html.truth();
    const std::string text = lipsum(shape);
    return shape.is_html ? Value::safe_text(text) : Value(text);
}

}  // namespace

Value builtin_global(std::string_view name) {
    static const Builtin functions[] = {
        {"range", range},        {"dict", dictionary},    {"namespace", make_namespace},
        {"cycler", make_cycler}, {"joiner", make_joiner}, {"lipsum", make_lipsum}};
    for (const Builtin& function : functions) {
        if (function.name() == name) return Value::borrowed(function);
    }
    return {};
}

}  // namespace tined::templates
