// Filters for HTML, URLs and scripts.
#include <cstdint>
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"
#include "template/builtins.hpp"
#include "template/html_text.hpp"
#include "template/markup.hpp"
#include "template/operators.hpp"
#include "template/parameters.hpp"
#include "template/sequences.hpp"
#include "value/json.hpp"

namespace tined::templates {

using value::Arguments;
using value::Value;

namespace {

std::unexpected<std::string> wrong(const Parameters& parameters) {
    return std::unexpected(*parameters.error());
}

Result escape(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    return escaped(parameters.input());
}

Result force_escape(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    return escaped(Value(parameters.input().print()));
}

Result safe(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    return Value::safe_text(parameters.input().print());
}

Result strip_tags(const Evaluation&, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    return Value(text_of_html(parameters.input().print()));
}

void append_quoted(const Value& value, bool for_query, std::string& out) {
    for (const char c : value.print()) {
        const bool is_plain =
            base::is_alnum(c) || std::string_view("-._~").contains(c) || (c == '/' && !for_query);
        if (is_plain) {
            out += c;
        } else if (c == ' ' && for_query) {
            out += '+';
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
}

// A text as a part of a path; a map or a list of pairs as a query.
Result url_encode(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    const Value& input = parameters.input();
    std::string out;
    if (!input.is_mapping() && input.kind() != value::Kind::list) {
        append_quoted(input, false, out);
        return Value(out);
    }
    const auto items = items_of(input, evaluation);
    if (!items) return std::unexpected(items.error());
    for (const Value& item : *items) {
        const auto pair = input.is_mapping()
                              ? std::pair(item, item_of(input, item).value_or(Value()))
                              : pair_of(item);
        if (!pair) return std::unexpected("wants text, a map or a list of pairs");
        if (!out.empty()) out += '&';
        append_quoted(pair->first, true, out);
        out += '=';
        append_quoted(pair->second, true, out);
    }
    return Value(out);
}

// JSON that can stand in HTML, in a <script> as well.
Result to_json(const Evaluation& evaluation, const Arguments& arguments) {
    Parameters parameters(arguments, {"indent"});
    const std::int64_t indent = parameters.integer(0, -1);
    if (!parameters) return wrong(parameters);
    if (indent > 16) return std::unexpected("\"indent\" is at most 16");
    value::JsonStyle style = value::script_style;
    style.indent = static_cast<int>(std::max<std::int64_t>(indent, -1));
    style.most = evaluation.largest_text;
    std::string out;
    value::write_json(parameters.input(), out, style);
    if (out.size() > evaluation.largest_text) return too_long_text(evaluation);
    return Value::safe_text(out);
}

// A map as the attributes of a tag; what is none or undefined is left out.
Result xml_attributes(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {"autospace"});
    if (!parameters) return wrong(parameters);
    const Value& input = parameters.input();
    if (input.kind() != value::Kind::map) {
        return std::unexpected(fmt::format("wants a map, not {}", kind_with_article(input)));
    }
    std::string out;
    for (const auto& [key, item] : input.as_map()) {
        if (item.is_null() || item.is_undefined()) continue;
        const std::string name = key.print();
        // Within a name these would end it: what comes after would be attributes of its own.
        if (name.find_first_of(" \t\n\r\f\v/>=") != std::string::npos) {
            return std::unexpected(
                fmt::format("\"{}\" can't be an attribute's name", base::escape_for_message(name)));
        }
        if (!out.empty() || parameters.truth(0, true)) out += ' ';
        append_markup(key, true, out);
        out += "=\"";
        append_markup(item, true, out);
        out += '"';
    }
    return text_value(out, evaluation.autoescape);
}

}  // namespace

void add_html_filters(Builtins& builtins) {
    builtins.add_filter("escape", escape);
    builtins.add_filter("e", escape);
    builtins.add_filter("forceescape", force_escape);
    builtins.add_filter("safe", safe);
    builtins.add_filter("striptags", strip_tags);
    builtins.add_filter("urlencode", url_encode);
    builtins.add_filter("tojson", to_json);
    builtins.add_filter("xmlattr", xml_attributes);
}

}  // namespace tined::templates
