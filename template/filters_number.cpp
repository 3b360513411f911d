// Filters that make numbers.
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "template/builtins.hpp"
#include "template/markup.hpp"
#include "template/operators.hpp"
#include "template/parameters.hpp"
#include "template/sequences.hpp"

namespace tined::templates {

using value::Arguments;
using value::Kind;
using value::Value;

namespace {

std::unexpected<std::string> wrong(const Parameters& parameters) {
    return std::unexpected(*parameters.error());
}

Result absolute(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    const Value& input = parameters.input();
    if (input.is_undefined()) return std::unexpected(undefined_message(input));
    if (!input.is_number()) {
        return std::unexpected(fmt::format("wants a number, not {}", kind_with_article(input)));
    }
    if (input.kind() == Kind::real) return Value(std::fabs(input.as_real()));
    return input.as_integer() < 0 ? apply(UnaryOperator::negative, input)
                                  : Result(input.as_integer());
}

std::optional<double> real_of_text(std::string_view text) {
    std::string digits(base::trim(text));
    std::erase(digits, '_');
    std::string_view rest = digits;
    if (rest.starts_with('+')) rest.remove_prefix(1);
    return base::parse_real(rest);
}

// Past the integers, and not a number, there is no integer.
std::optional<std::int64_t> integer_of_real(double real) {
    if (!(real >= -0x1p63 && real < 0x1p63)) return std::nullopt;
    return static_cast<std::int64_t>(real);
}

std::optional<std::int64_t> integer_of_text(std::string_view text, int radix) {
    std::string_view digits = base::trim(text);
    const bool is_negative = digits.starts_with('-');
    if (is_negative || digits.starts_with('+')) digits.remove_prefix(1);
    const std::string_view prefix = digits.substr(0, 2);
    const bool has_prefix = (radix == 16 && base::equals_ignoring_case(prefix, "0x")) ||
                            (radix == 8 && base::equals_ignoring_case(prefix, "0o")) ||
                            (radix == 2 && base::equals_ignoring_case(prefix, "0b"));
    std::string plain(has_prefix ? digits.substr(2) : digits);
    std::erase(plain, '_');
    if (is_negative) plain.insert(plain.begin(), '-');
    std::int64_t value = 0;
    const char* const end = plain.data() + plain.size();
    const auto [stop, error] = std::from_chars(plain.data(), end, value, radix);
    if (error != std::errc() || stop != end) return std::nullopt;
    return value;
}

Result to_integer(const Evaluation&, const Arguments& arguments) {
    Parameters parameters(arguments, {"default", "base"});
    const std::int64_t radix = parameters.integer(1, 10);
    if (!parameters) return wrong(parameters);
    if (radix < 2 || radix > 36) return std::unexpected("\"base\" is between 2 and 36");
    const Value& input = parameters.input();
    std::optional<std::int64_t> integer;
    if (input.is_text()) {
        integer = integer_of_text(input.as_text(), static_cast<int>(radix));
        const auto real = integer ? std::nullopt : real_of_text(input.as_text());
        if (real) integer = integer_of_real(*real);
    } else if (input.is_number()) {
        integer = integer_of_real(input.as_real());
        if (input.kind() != Kind::real) integer = input.as_integer();
    }
    return integer ? Value(*integer) : parameters.value(0, Value(0));
}

Result to_real(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {"default"});
    if (!parameters) return wrong(parameters);
    const Value& input = parameters.input();
    if (input.is_number()) return Value(input.as_real());
    const auto real = input.is_text() ? real_of_text(input.as_text()) : std::nullopt;
    return real ? Value(*real) : parameters.value(0, Value(0.0));
}

// Half to even, of the number as it is: what its decimal digits say, and not a product of it.
double round_to(double number, std::int64_t digits) {
    if (!std::isfinite(number) || digits > 300) return number;
    if (digits < 0) {
        const double unit = std::pow(10.0, static_cast<double>(-digits));
        return std::nearbyint(number / unit) * unit;
    }
    return base::parse_real(fmt::format("{:.{}f}", number, digits)).value_or(number);
}

Result round_number(const Evaluation&, const Arguments& arguments) {
    Parameters parameters(arguments, {"precision", "method"});
    const std::int64_t digits = parameters.integer(0, 0);
    const std::string_view method = parameters.text(1, "common");
    if (!parameters) return wrong(parameters);
    const Value& input = parameters.input();
    if (input.is_undefined()) return std::unexpected(undefined_message(input));
    if (!input.is_number()) {
        return std::unexpected(fmt::format("wants a number, not {}", kind_with_article(input)));
    }
    if (method == "common") {
        if (input.kind() != Kind::real && digits >= 0) return Value(input.as_integer());
        const double rounded = round_to(input.as_real(), digits);
        const bool is_whole = input.kind() != Kind::real && std::fabs(rounded) < 0x1p63;
        return is_whole ? Value(static_cast<std::int64_t>(rounded)) : Value(rounded);
    }
    const double unit = std::pow(10.0, static_cast<double>(digits));
    if (method == "ceil") return Value(std::ceil(input.as_real() * unit) / unit);
    if (method == "floor") return Value(std::floor(input.as_real() * unit) / unit);
    return std::unexpected("\"method\" is common, ceil or floor");
}

Result sum(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {"attribute", "start"});
    if (!parameters) return wrong(parameters);
    const auto items = items_of(parameters.input(), evaluation);
    if (!items) return std::unexpected(items.error());
    const Value attribute = parameters.value(0, Value(nullptr));
    Result total = parameters.value(1, Value(0));
    for (const Value& item : *items) {
        if (!total) break;
        if (!evaluation.meter.read(*total)) return too_much_work(evaluation);
        total =
            apply(BinaryOperator::add, *total,
                  attribute.is_null() ? item : member_along(item, attribute.print()), evaluation);
    }
    return total;
}

Result file_size(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {"binary"});
    if (!parameters) return wrong(parameters);
    const bool is_binary = parameters.truth(0, false);
    const Value& input = parameters.input();
    const auto bytes = input.is_text()     ? real_of_text(input.as_text())
                       : input.is_number() ? std::optional(input.as_real())
                                           : std::nullopt;
    if (!bytes) {
        return std::unexpected(fmt::format("wants a number, not {}", kind_with_article(input)));
    }
    const double step = is_binary ? 1024 : 1000;
    if (*bytes == 1) return Value("1 Byte");
    if (*bytes < step) return Value(fmt::format("{} Bytes", std::trunc(*bytes)));
    double unit = step;
    std::size_t prefix = 0;
    for (; prefix < 7 && *bytes >= unit * step; ++prefix) unit *= step;
    const std::string_view units = is_binary ? "KMGTPEZY" : "kMGTPEZY";
    return Value(fmt::format("{:.1f} {}{}", *bytes / unit, units[prefix], is_binary ? "iB" : "B"));
}

}  // namespace

void add_number_filters(Builtins& builtins) {
    builtins.add_filter("abs", absolute);
    builtins.add_filter("int", to_integer);
    builtins.add_filter("float", to_real);
    builtins.add_filter("round", round_number);
    builtins.add_filter("sum", sum);
    builtins.add_filter("filesizeformat", file_size);
}

}  // namespace tined::templates
