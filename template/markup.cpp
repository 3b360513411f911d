#include "template/markup.hpp"

#include <fmt/core.h>

#include "template/escaper.hpp"

namespace tined::templates {

using value::Value;

void append_markup(const Value& value, bool is_safe, std::string& out) {
    if (!is_safe || value.is_safe()) {
        value.print_to(out);
    } else if (value.is_text()) {
        append_html_escaped(value.as_text(), out);
    } else {
        append_html_escaped(value.print(), out);
    }
}

Value text_value(std::string_view text, bool is_safe) {
    return is_safe ? Value::safe_text(text) : Value(text);
}

Value escaped(const Value& value) {
    if (value.is_safe()) return value;
    std::string out;
    append_markup(value, true, out);
    return Value::safe_text(out);
}

std::unexpected<std::string> too_long_text(const Evaluation& evaluation) {
    return std::unexpected(
        fmt::format("the text would be longer than {} bytes (templates.bounds.output)",
                    evaluation.largest_text));
}

std::unexpected<std::string> too_long_list(const Evaluation& evaluation) {
    return std::unexpected(
        fmt::format("the list would have more than {} elements (templates.bounds.loops)",
                    evaluation.longest_list));
}

std::unexpected<std::string> too_much_work(const Evaluation& evaluation) {
    return too_much_work(evaluation.meter);
}

std::unexpected<std::string> too_much_work(const Meter& meter) {
    return std::unexpected(fmt::format(
        "loops, calls and long texts take more than {} turns together (templates.bounds.loops)",
        meter.most()));
}

}  // namespace tined::templates
