// The global functions: range, dict, namespace.
#include <cstdint>
#include <memory>
#include <utility>

#include <fmt/core.h>

#include "template/library.hpp"
#include "template/operators.hpp"
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
        const auto pairs = items_of(source);
        if (!pairs) return std::unexpected(pairs.error());
        for (const Value& pair : *pairs) {
            const auto both = items_of(pair);
            if (!both || both->size() != 2) {
                return std::unexpected(fmt::format("{} takes a map or pairs", name));
            }
            map.set((*both)[0], (*both)[1]);
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

}  // namespace

Value builtin_global(std::string_view name) {
    static const Builtin functions[] = {
        {"range", range}, {"dict", dictionary}, {"namespace", make_namespace}};
    for (const Builtin& function : functions) {
        if (function.name() == name) return Value::borrowed(function);
    }
    return {};
}

}  // namespace tined::templates
