#include "handlers/argument_rule.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "config/typed.hpp"
#include "handlers/parameter_type.hpp"
#include "value/compare.hpp"

namespace tined::handlers {

namespace {

using value::Value;
using Checked = std::expected<Value, ArgumentFault>;

const config::OneOf<ArgumentSource> sources{{{"path", ArgumentSource::path},
                                             {"query", ArgumentSource::query},
                                             {"form", ArgumentSource::form},
                                             {"json", ArgumentSource::json},
                                             {"header", ArgumentSource::header},
                                             {"cookie", ArgumentSource::cookie}}};
const config::OneOf<ArgumentType> types{{{"string", ArgumentType::string},
                                         {"int", ArgumentType::integer},
                                         {"float", ArgumentType::real},
                                         {"bool", ArgumentType::boolean},
                                         {"uuid", ArgumentType::uuid},
                                         {"date", ArgumentType::date}}};

std::string_view wanted(ArgumentType type) noexcept {
    switch (type) {
        case ArgumentType::string:
            return "a text";
        case ArgumentType::integer:
            return "a whole number";
        case ArgumentType::real:
            return "a number";
        case ArgumentType::boolean:
            return "true or false";
        case ArgumentType::uuid:
            return "a UUID";
        case ArgumentType::date:
            return "a date such as 2026-11-21";
    }
    return "";
}

bool is_date(std::string_view text) noexcept {
    const auto parts = base::split(text, '-');
    if (parts.size() != 3 || parts[0].size() != 4 || parts[1].size() != 2 || parts[2].size() != 2) {
        return false;
    }
    const auto year = base::parse_integer<int>(parts[0]);
    const auto month = base::parse_integer<unsigned>(parts[1]);
    const auto day = base::parse_integer<unsigned>(parts[2]);
    if (!year || !month || !day) return false;
    return std::chrono::year_month_day(std::chrono::year(*year), std::chrono::month(*month),
                                       std::chrono::day(*day))
        .ok();
}

Value typed_from_text(ArgumentType type, std::string_view text) {
    switch (type) {
        case ArgumentType::string:
            return Value(text);
        case ArgumentType::integer: {
            const auto number = base::parse_integer<std::int64_t>(text);
            return number ? Value(*number) : Value();
        }
        case ArgumentType::real: {
            const auto number = base::parse_real(text);
            return number ? Value(*number) : Value();
        }
        case ArgumentType::boolean: {
            const auto boolean = boolean_from(text);
            return boolean ? Value(*boolean) : Value();
        }
        case ArgumentType::uuid:
            return is_of(ParameterType::uuid, text) ? Value(text) : Value();
        case ArgumentType::date:
            return is_date(text) ? Value(text) : Value();
    }
    return {};
}

/// A member of a JSON body that is no text has a type already, which must be the right one.
Value typed_from_json(ArgumentType type, const Value& sent) {
    using value::Kind;
    switch (type) {
        case ArgumentType::integer:
            return sent.kind() == Kind::integer ? sent : Value();
        case ArgumentType::real:
            if (sent.kind() != Kind::integer && sent.kind() != Kind::real) return {};
            return Value(sent.as_real());
        case ArgumentType::boolean:
            return sent.kind() == Kind::boolean ? sent : Value();
        case ArgumentType::string:
        case ArgumentType::uuid:
        case ArgumentType::date:
            return {};
    }
    return {};
}

bool is_less(const Value& a, const Value& b) {
    return value::compare(a, b) == std::partial_ordering::less;
}

/// 1, not 1.0, where the file says 1.
std::string number_text(const Value& number) {
    return number.kind() == value::Kind::real ? fmt::format("{}", number.as_real())
                                              : number.print();
}

ArgumentFault fault(std::string_view code, std::string message, const Value& sent) {
    return {code, std::move(message), sent};
}

std::optional<ArgumentFault> out_of_bounds(const ArgumentRule& rule, const Value& made,
                                           const Value& sent) {
    if (!rule.minimum.is_undefined() && is_less(made, rule.minimum)) {
        return fault("minimum", "must be at least " + number_text(rule.minimum), sent);
    }
    if (!rule.maximum.is_undefined() && is_less(rule.maximum, made)) {
        return fault("maximum", "must be at most " + number_text(rule.maximum), sent);
    }
    if (!rule.allowed.empty() && std::ranges::find(rule.allowed, made) == rule.allowed.end()) {
        std::string words;
        for (const auto& value : rule.allowed) {
            words += (words.empty() ? "" : ", ") + value.print();
        }
        return fault("enum", "must be one of " + words, sent);
    }
    if (rule.pattern && !rule.pattern->matches(made.as_text())) {
        return fault("pattern", "must match " + rule.pattern->text(), sent);
    }
    return std::nullopt;
}

std::optional<ArgumentFault> wrong_length(const ArgumentRule& rule, const Value& made,
                                          const Value& sent) {
    const auto length = made.size();
    const std::string_view unit = rule.is_list ? "values" : "characters";
    if (rule.min_length && length < *rule.min_length) {
        return fault("min_length", fmt::format("must have at least {} {}", *rule.min_length, unit),
                     sent);
    }
    if (rule.max_length && length > *rule.max_length) {
        return fault("max_length", fmt::format("must have at most {} {}", *rule.max_length, unit),
                     sent);
    }
    return std::nullopt;
}

Checked check_one(const ArgumentRule& rule, const Value& sent) {
    Value made = sent.is_text() ? typed_from_text(rule.type, sent.as_text())
                                : typed_from_json(rule.type, sent);
    if (made.is_undefined()) {
        return std::unexpected(fault("type", fmt::format("must be {}", wanted(rule.type)), sent));
    }
    if (auto wrong = out_of_bounds(rule, made, sent)) return std::unexpected(std::move(*wrong));
    if (!rule.is_list && rule.type == ArgumentType::string) {
        if (auto wrong = wrong_length(rule, made, sent)) return std::unexpected(std::move(*wrong));
    }
    return made;
}

Checked check_list(const ArgumentRule& rule, const value::List& sent) {
    // A JSON body has one member, which is the list; a query has its values one by one.
    const bool is_one_list = sent.size() == 1 && sent[0].kind() == value::Kind::list;
    const value::List elements = is_one_list ? sent[0].as_list() : sent;
    value::List made;
    for (const auto& element : elements) {
        auto one = check_one(rule, element);
        if (!one) return one;
        made.push_back(std::move(*one));
    }
    Value list(std::move(made));
    if (auto wrong = wrong_length(rule, list, Value(sent)))
        return std::unexpected(std::move(*wrong));
    return list;
}

/// `string`, or `[string]` for a list of them.
void read_type(const config::Reader& value, ArgumentRule& rule) {
    if (value.node().kind != config::NodeKind::sequence) {
        if (const auto type = types(value)) rule.type = *type;
        return;
    }
    rule.is_list = true;
    const auto items = value.items();
    if (items.size() != 1) return value.expected("one type in brackets, as [string]");
    if (const auto type = types(items.front())) rule.type = *type;
}

bool is_number(ArgumentType type) noexcept {
    return type == ArgumentType::integer || type == ArgumentType::real;
}

/// A bound of numbers; undefined where it told a problem, or read_bounds() will.
Value as_bound(const config::Reader& value, ArgumentType type) {
    if (!is_number(type)) return {};
    const bool is_scalar = value.node().kind == config::NodeKind::scalar;
    Value bound = is_scalar ? typed_from_text(type, value.node().text) : Value();
    if (bound.is_undefined()) value.expected(wanted(type));
    return bound;
}

void read_bounds(config::MappingReader& in, ArgumentRule& rule) {
    const config::Integer<std::size_t> length{};
    const auto optional = [&](std::string_view key, auto& target, const auto& get) {
        if (const auto value = in.take(key)) target = get(*value);
    };
    const auto bound = [&](const config::Reader& value) { return as_bound(value, rule.type); };
    optional("minimum", rule.minimum, bound);
    optional("maximum", rule.maximum, bound);
    optional("min_length", rule.min_length, length);
    optional("max_length", rule.max_length, length);
    const bool has_length = rule.is_list || rule.type == ArgumentType::string;
    for (const auto key : {"minimum", "maximum"}) {
        if (in.has(key) && !is_number(rule.type))
            in.fail_at_key(key, "goes with int and float only");
    }
    for (const auto key : {"min_length", "max_length"}) {
        if (in.has(key) && !has_length) in.fail_at_key(key, "goes with string and lists only");
    }
    if (is_less(rule.maximum, rule.minimum)) {
        in.fail_at_key("maximum", "is less than minimum: no value could be right");
    }
    if (rule.min_length && rule.max_length && *rule.min_length > *rule.max_length) {
        in.fail_at_key("max_length", "is less than min_length: no value could be right");
    }
}

void read_pattern(const config::Reader& value, ArgumentRule& rule) {
    if (rule.type != ArgumentType::string) return value.fail("goes with string only");
    const auto text = config::as_nonempty_text(value);
    if (!text) return;
    auto compiled = PatternMatch::compile(*text);
    if (!compiled) return value.fail("no regular expression: " + compiled.error());
    rule.pattern = std::move(*compiled);
}

/// A value of the file as the argument has it: `default`, a member of `enum`.
std::optional<Value> as_argument(const config::Reader& value, const ArgumentRule& rule) {
    const auto text = config::as_text(value);
    if (!text) return std::nullopt;
    Value made = typed_from_text(rule.type, *text);
    if (made.is_undefined()) {
        value.expected(wanted(rule.type));
        return std::nullopt;
    }
    return made;
}

void read_default(const config::Reader& value, ArgumentRule& rule) {
    if (!rule.is_list) {
        if (auto made = as_argument(value, rule)) rule.fallback = std::move(*made);
        return;
    }
    value::List list;
    for (const auto& item : value.items_or_self()) {
        if (auto made = as_argument(item, rule)) list.push_back(std::move(*made));
    }
    rule.fallback = std::move(list);
}

}  // namespace

// Browsers send "on" for a ticked box.
std::optional<bool> boolean_from(std::string_view text) noexcept {
    for (const std::string_view word : {"true", "1", "on", "yes"}) {
        if (base::equals_ignoring_case(text, word)) return true;
    }
    for (const std::string_view word : {"false", "0", "off", "no"}) {
        if (base::equals_ignoring_case(text, word)) return false;
    }
    return std::nullopt;
}

std::optional<ArgumentRule> ArgumentRule::read(std::string_view name, const config::Reader& value,
                                               const StepContext& context) {
    ArgumentRule rule;
    rule.name = name;
    if (value.node().kind != config::NodeKind::mapping) {
        read_type(value, rule);  // the short form: page: int
        return rule;
    }
    config::MappingReader in(value);
    in.read("in", rule.source, sources);
    if (const auto type = in.take("type")) read_type(*type, rule);
    in.read("required", rule.is_required, config::as_boolean);
    read_bounds(in, rule);
    if (const auto pattern = in.take("pattern")) read_pattern(*pattern, rule);
    if (const auto words = in.take("enum")) {
        const auto items = words->items();
        if (items.empty() && words->node().kind == config::NodeKind::sequence) {
            words->fail("is empty: no value could be right");
        }
        for (const auto& item : items) {
            if (auto made = as_argument(item, rule)) rule.allowed.push_back(std::move(*made));
        }
    }
    if (const auto fallback = in.take("default")) read_default(*fallback, rule);
    if (rule.is_required && in.has("default")) {
        in.fail_at_key("default", "is of no use: the argument is required");
    }
    const auto& params = context.scope.params;
    if (rule.source == ArgumentSource::path && std::ranges::find(params, name) == params.end()) {
        in.fail_at_key("in", fmt::format("the path has no parameter {}", name));
    }
    in.finish();
    return rule;
}

std::expected<Value, ArgumentFault> check_argument(const ArgumentRule& rule,
                                                   const value::List& sent) {
    // A field of a form that was left empty was not given, unless it may be an empty text.
    const bool is_blank = sent.size() == 1 && sent[0].is_text() && sent[0].as_text().empty() &&
                          (rule.type != ArgumentType::string || rule.is_required);
    if (sent.empty() || is_blank) {
        if (rule.is_required) return std::unexpected(fault("required", "is required", Value()));
        return rule.fallback;
    }
    if (rule.is_list) return check_list(rule, sent);
    return check_one(rule, sent[sent.size() - 1]);
}

Value to_value(const ArgumentFault& fault) {
    value::Map map;
    map.set("code", Value(fault.code));
    map.set("message", Value(fault.message));
    map.set("value", fault.sent);
    return map;
}

}  // namespace tined::handlers
