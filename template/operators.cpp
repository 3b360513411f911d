#include "template/operators.hpp"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include <fmt/core.h>

#include "template/arithmetic.hpp"
#include "template/markup.hpp"
#include "template/sequences.hpp"
#include "template/text_search.hpp"
#include "value/compare.hpp"

namespace tined::templates {

using value::Kind;
using value::Value;

namespace {

std::string_view sign_of(BinaryOperator sign) {
    switch (sign) {
        case BinaryOperator::add:
            return "+";
        case BinaryOperator::subtract:
            return "-";
        case BinaryOperator::multiply:
            return "*";
        case BinaryOperator::divide:
            return "/";
        case BinaryOperator::floor_divide:
            return "//";
        case BinaryOperator::modulo:
            return "%";
        case BinaryOperator::power:
            return "**";
        case BinaryOperator::join:
            return "~";
    }
    std::unreachable();
}

Result add_lists(const Value& left, const Value& right, const Evaluation& evaluation) {
    const auto& tail = right.as_list();
    if (left.size() + tail.size() > evaluation.longest_list) return too_long_list(evaluation);
    value::List list = left.as_list();
    for (const Value& item : tail) list.push_back(item);
    return left.is_tuple() ? Value::tuple(std::move(list)) : Value(std::move(list));
}

// `+` asks the texts whether one is safe, `~` asks first whether anything is escaped here at all.
Result join(const Value& left, const Value& right, bool may_be_safe, const Evaluation& evaluation) {
    std::string out;
    const bool is_safe = may_be_safe && (left.is_safe() || right.is_safe());
    append_markup(left, is_safe, out);
    append_markup(right, is_safe, out);
    if (out.size() > evaluation.largest_text) return too_long_text(evaluation);
    return text_value(out, is_safe);
}

Result repeat(const Value& what, std::int64_t times, const Evaluation& evaluation) {
    const auto count = static_cast<std::size_t>(std::max<std::int64_t>(times, 0));
    if (what.is_text()) {
        const std::string_view text = what.as_text();
        if (!text.empty() && count > evaluation.largest_text / text.size()) {
            return too_long_text(evaluation);
        }
        const std::size_t size = text.size() * count;
        std::string out(text.substr(0, size));
        out.reserve(size);
        while (out.size() < size) out.append(out, 0, size - out.size());  // doubles it
        return text_value(out, what.is_safe());
    }
    const auto items = what.as_list().items();
    if (!items.empty() && count > evaluation.longest_list / items.size()) {
        return too_long_list(evaluation);
    }
    value::List list;
    list.reserve(items.size() * count);
    for (std::size_t i = 0; i < count; ++i) {
        for (const Value& item : items) list.push_back(item);
    }
    return what.is_tuple() ? Value::tuple(std::move(list)) : Value(std::move(list));
}

bool is_whole(const Value& value) {
    return value.kind() == Kind::integer || value.kind() == Kind::boolean;
}

bool is_repeatable(const Value& value) { return value.is_text() || value.kind() == Kind::list; }

bool has_parts(const Value& value) {
    return value.kind() == Kind::list || value.kind() == Kind::map;
}

/// What `compare(left, right, budget)` gives, if the meter has turns enough for what it reads.
template <typename Compare>
auto metered(Compare compare, const Value& left, const Value& right, Meter& meter)
    -> std::expected<decltype(compare(left, right, std::declval<std::uint64_t&>())), std::string> {
    const std::uint64_t before = meter.bytes_left() + 1;
    std::uint64_t budget = before;
    auto found = compare(left, right, budget);
    meter.take((before - budget) / Meter::bytes_of_turn);
    if (budget == 0) return too_much_work(meter);
    return found;
}

std::expected<std::optional<std::partial_ordering>, std::string> order_of(const Value& left,
                                                                          const Value& right,
                                                                          Meter& meter) {
    if (!has_parts(left) || !has_parts(right)) return value::compare(left, right);
    return metered(value::compare_within, left, right, meter);
}

// "in", whose sides are as written: left in right.
std::expected<bool, std::string> contains(const Value& left, const Value& right, Meter& meter) {
    switch (right.kind()) {
        case Kind::undefined:
            return false;
        case Kind::text:
            if (left.is_text()) {
                return find_first(right.as_text(), left.as_text()) != std::string_view::npos;
            }
            return std::unexpected(fmt::format("{} can't be in a text: it would have to be text",
                                               kind_with_article(left)));
        case Kind::list:
            for (const Value& item : right.as_list()) {
                const auto is_same = equal(item, left, meter);
                if (!is_same || *is_same) return is_same;
            }
            return false;
        case Kind::map:
            return right.as_map().find(left) != nullptr;
        case Kind::object:
            return left.is_text() && !right.as_object().member(left.as_text()).is_undefined();
        case Kind::null:
        case Kind::boolean:
        case Kind::integer:
        case Kind::real:
        case Kind::callable:
            break;
    }
    return std::unexpected(fmt::format("nothing can be in {}", kind_with_article(right)));
}

}  // namespace

Result apply(BinaryOperator sign, const Value& left, const Value& right,
             const Evaluation& evaluation) {
    if (sign == BinaryOperator::join) return join(left, right, evaluation.autoescape, evaluation);
    if (left.is_undefined()) return std::unexpected(undefined_message(left));
    if (right.is_undefined()) return std::unexpected(undefined_message(right));
    if (left.is_number() && right.is_number()) return calculate(sign, left, right);
    if (sign == BinaryOperator::add) {
        if (left.is_text() && right.is_text()) return join(left, right, true, evaluation);
        if (left.kind() == Kind::list && right.kind() == Kind::list &&
            left.is_tuple() == right.is_tuple()) {
            return add_lists(left, right, evaluation);
        }
    }
    if (sign == BinaryOperator::multiply) {
        if (is_repeatable(left) && is_whole(right)) {
            return repeat(left, right.as_integer(), evaluation);
        }
        if (is_whole(left) && is_repeatable(right)) {
            return repeat(right, left.as_integer(), evaluation);
        }
    }
    if (sign == BinaryOperator::modulo && left.is_text()) {
        const Value single[] = {right};
        const std::span<const Value> values =
            right.is_tuple() ? right.as_list().items() : std::span<const Value>(single);
        return format_percent(left, values, evaluation);
    }
    return std::unexpected(fmt::format("{} and {} can't be joined by {}", kind_with_article(left),
                                       kind_with_article(right), sign_of(sign)));
}

Result apply(UnaryOperator sign, const Value& operand) {
    if (sign == UnaryOperator::logical_not) return Value(!operand.truth());
    if (operand.is_undefined()) return std::unexpected(undefined_message(operand));
    if (!operand.is_number()) {
        return std::unexpected(fmt::format("{} has no sign", kind_with_article(operand)));
    }
    if (sign == UnaryOperator::positive) {
        return is_whole(operand) ? Value(operand.as_integer()) : operand;
    }
    if (operand.kind() == Kind::real) return Value(-operand.as_real());
    return calculate(BinaryOperator::subtract, Value(0), operand);
}

std::expected<bool, std::string> equal(const Value& left, const Value& right, Meter& meter) {
    if (!has_parts(left) || !has_parts(right)) return left == right;
    return metered(value::equal_within, left, right, meter);
}

std::expected<bool, std::string> apply(CompareOperator sign, const Value& left, const Value& right,
                                       Meter& meter) {
    const auto negated = [](std::expected<bool, std::string> found) {
        if (found) *found = !*found;
        return found;
    };
    if (sign == CompareOperator::equal) return equal(left, right, meter);
    if (sign == CompareOperator::not_equal) return negated(equal(left, right, meter));
    if (sign == CompareOperator::in) return contains(left, right, meter);
    if (sign == CompareOperator::not_in) return negated(contains(left, right, meter));
    if (left.is_undefined()) return std::unexpected(undefined_message(left));
    if (right.is_undefined()) return std::unexpected(undefined_message(right));
    const auto found = order_of(left, right, meter);
    if (!found) return std::unexpected(found.error());
    const auto order = *found;
    if (!order) {
        return std::unexpected(fmt::format("{} and {} have no order", kind_with_article(left),
                                           kind_with_article(right)));
    }
    if (sign == CompareOperator::less) return *order < 0;
    if (sign == CompareOperator::less_equal) return *order <= 0;
    if (sign == CompareOperator::greater) return *order > 0;
    return *order >= 0;
}

std::string undefined_message(const Value& value) {
    const std::string_view name = value.undefined_name();
    if (name.empty()) return "an undefined value can't be used here";
    return fmt::format("'{}' is undefined", name);
}

std::string kind_with_article(const Value& value) {
    const std::string_view name = value.is_tuple() ? "tuple" : value::name_of(value.kind());
    if (value.is_null() || value.is_undefined() || value.is_text()) return std::string(name);
    const bool is_vowel = std::string_view("aeiou").contains(name[0]);
    return fmt::format("{} {}", is_vowel ? "an" : "a", name);
}

}  // namespace tined::templates
