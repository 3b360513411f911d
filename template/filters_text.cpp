// Filters that make texts of texts. What Jinja2 takes with str(), these take as it prints.
#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "template/builtins.hpp"
#include "template/markup.hpp"
#include "template/parameters.hpp"
#include "template/sequences.hpp"
#include "template/text_search.hpp"
#include "template/unicode_case.hpp"

namespace tined::templates {

using value::Arguments;
using value::Value;

namespace {

std::unexpected<std::string> wrong(const Parameters& parameters) {
    return std::unexpected(*parameters.error());
}

Result upper(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    const Value& input = parameters.input();
    return text_value(to_upper(input.print()), input.is_safe());
}

Result lower(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    const Value& input = parameters.input();
    return text_value(to_lower(input.print()), input.is_safe());
}

Result capitalize_text(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    const Value& input = parameters.input();
    return text_value(capitalize(input.print()), input.is_safe());
}

// A word begins behind white space, hyphens and opening brackets.
Result title(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    static constexpr std::string_view before_words = "- \t\n\r\f\v({[<";
    const std::string text = parameters.input().print();
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t word = std::min(text.find_first_not_of(before_words, at), text.size());
        out.append(text, at, word - at);
        at = std::min(text.find_first_of(before_words, word), text.size());
        out += capitalize(std::string_view(text).substr(word, at - word));
    }
    return Value(out);
}

Result trim(const Evaluation&, const Arguments& arguments) {
    Parameters parameters(arguments, {"chars"});
    const std::string_view characters = parameters.text(0, " \t\n\r\f\v");
    if (!parameters) return wrong(parameters);
    const std::string text = parameters.input().print();
    return text_value(stripped(text, characters, true, true), parameters.input().is_safe());
}

std::int64_t length_of(std::string_view text) {
    return static_cast<std::int64_t>(base::count_code_points(text));
}

Result truncate(const Evaluation&, const Arguments& arguments) {
    Parameters parameters(arguments, {"length", "killwords", "end", "leeway"});
    const std::int64_t length = parameters.integer(0, 255);
    const bool cuts_words = parameters.truth(1, false);
    const std::string_view end = parameters.text(2, "...");
    const std::int64_t leeway = parameters.integer(3, 5);
    if (!parameters) return wrong(parameters);
    if (length < length_of(end)) return std::unexpected("\"length\" is shorter than \"end\"");
    if (leeway < 0) return std::unexpected("\"leeway\" is less than 0");
    const Value& input = parameters.input();
    const std::string text = input.print();
    if (length_of(text) <= length || length_of(text) - length <= leeway) {
        return text_value(text, input.is_safe());
    }
    const auto most = static_cast<std::size_t>(length - length_of(end));
    std::string_view kept = std::string_view(text).substr(0, end_of_characters(text, most));
    if (!cuts_words) kept = kept.substr(0, kept.rfind(' '));
    std::string out(kept);
    append_markup(parameters.value(2, Value("...")), input.is_safe(), out);
    return text_value(out, input.is_safe());
}

Result word_count(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    std::int64_t count = 0;
    bool in_word = false;
    for (const char c : parameters.input().print()) {
        const bool is_word = base::is_alnum(c) || c == '_' || (c & 0x80) != 0;
        if (is_word && !in_word) ++count;
        in_word = is_word;
    }
    return Value(count);
}

Result indent(const Evaluation& evaluation, const Arguments& arguments) {
    Parameters parameters(arguments, {"width", "first", "blank"});
    const Value width = parameters.value(0, Value(4));
    std::string indention;
    if (width.is_text()) {
        indention = width.as_text();
    } else {
        const std::int64_t columns = parameters.integer(0, 4);
        if (columns > 1000) return std::unexpected("\"width\" is more than 1000");
        indention.assign(static_cast<std::size_t>(std::max<std::int64_t>(columns, 0)), ' ');
    }
    const bool indents_first = parameters.truth(1, false);
    const bool indents_blank = parameters.truth(2, false);
    if (!parameters) return wrong(parameters);
    const std::string text = parameters.input().print();
    std::string out;
    bool is_first = true;
    for (const std::string_view line : base::split(text, '\n')) {
        if (!is_first) out += '\n';
        const bool is_indented = is_first ? indents_first : indents_blank || !line.empty();
        if (is_indented) out += indention;
        out += line;
        is_first = false;
        if (out.size() > evaluation.largest_text) return too_long_text(evaluation);
    }
    return text_value(out, parameters.input().is_safe());
}

Result center(const Evaluation& evaluation, const Arguments& arguments) {
    Parameters parameters(arguments, {"width"});
    const std::int64_t width = parameters.integer(0, 80);
    if (!parameters) return wrong(parameters);
    const std::string text = parameters.input().print();
    const std::int64_t room = width - length_of(text);
    if (room <= 0) return text_value(text, parameters.input().is_safe());
    const auto blanks = static_cast<std::size_t>(room);
    if (blanks > evaluation.largest_text) return too_long_text(evaluation);
    // Python puts the odd one left of texts whose width is odd.
    const std::size_t left = blanks / 2 + (blanks & static_cast<std::size_t>(width) & 1);
    return text_value(std::string(left, ' ') + text + std::string(blanks - left, ' '),
                      parameters.input().is_safe());
}

Result replace(const Evaluation& evaluation, const Arguments& arguments) {
    Parameters parameters(arguments, {"old", "new", "count"});
    parameters.require(0);
    parameters.require(1);
    std::int64_t left = parameters.integer(2, -1);
    if (!parameters) return wrong(parameters);
    const Value from = parameters.value(0);
    const Value to = parameters.value(1);
    const bool is_safe =
        evaluation.autoescape && (parameters.input().is_safe() || from.is_safe() || to.is_safe());
    std::string text;
    std::string old;
    std::string fresh;
    append_markup(parameters.input(), is_safe, text);
    append_markup(from, is_safe, old);
    append_markup(to, is_safe, fresh);
    std::string out;
    std::size_t at = 0;
    for (; left != 0; --left) {
        const std::size_t found = find_first(text, old, at);
        if (found == std::string::npos) break;
        out.append(text, at, found - at);
        out += fresh;
        at = found + old.size();
        if (out.size() > evaluation.largest_text) return too_long_text(evaluation);
        if (!old.empty()) continue;
        // Nothing is found before each character and once more at the end.
        if (at == text.size()) break;
        out += text[at++];
    }
    out.append(text, at);
    return text_value(out, is_safe);
}

Result as_string(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    return parameters.input().is_text() ? parameters.input() : Value(parameters.input().print());
}

// 'text with %s' | format(values), or with %(name)s | format(name=value)
Result format(const Evaluation& evaluation, const Arguments& arguments) {
    const auto values = arguments.positional.subspan(1);
    const Value& text = arguments.positional[0];
    const Value safe_or_not = text.is_text() ? text : Value(text.print());
    if (arguments.named.empty()) return format_percent(safe_or_not, values, evaluation);
    if (!values.empty()) return std::unexpected("takes values either by position or by name");
    value::Map map;
    for (const auto& [name, value] : arguments.named) map.set(Value(name), value);
    const Value single[] = {Value(std::move(map))};
    return format_percent(safe_or_not, single, evaluation);
}

}  // namespace

void add_text_filters(Builtins& builtins) {
    builtins.add_filter("upper", upper);
    builtins.add_filter("lower", lower);
    builtins.add_filter("title", title);
    builtins.add_filter("capitalize", capitalize_text);
    builtins.add_filter("trim", trim);
    builtins.add_filter("truncate", truncate);
    builtins.add_filter("wordcount", word_count);
    builtins.add_filter("indent", indent);
    builtins.add_filter("center", center);
    builtins.add_filter("replace", replace);
    builtins.add_filter("string", as_string);
    builtins.add_filter("format", format);
}

}  // namespace tined::templates
