// Filters that lay out texts: in lines of so many characters, with links, values for a person.
#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"
#include "template/builtins.hpp"
#include "template/links.hpp"
#include "template/markup.hpp"
#include "template/operators.hpp"
#include "template/parameters.hpp"
#include "template/sequences.hpp"
#include "template/wrapping.hpp"
#include "value/pretty.hpp"

namespace tined::templates {

using value::Arguments;
using value::Value;

namespace {

std::unexpected<std::string> wrong(const Parameters& parameters) {
    return std::unexpected(*parameters.error());
}

// Each line of the text is wrapped by itself.
Result wrap_words(const Evaluation& evaluation, const Arguments& arguments) {
    Parameters parameters(arguments,
                          {"width", "break_long_words", "wrapstring", "break_on_hyphens"});
    const std::int64_t width = parameters.integer(0, 79);
    const std::string_view between = parameters.text(2, "\n");
    if (!parameters) return wrong(parameters);
    if (width < 1) return std::unexpected("\"width\" is at least 1");
    const Value& input = parameters.input();
    const std::string text = input.print();
    const auto columns = static_cast<std::size_t>(width);
    if (text.size() / columns > evaluation.longest_list) return too_long_list(evaluation);
    // Its characters are looked at one by one, with notes of each.
    if (!evaluation.meter.take(text.size() / Meter::elements_of_turn)) {
        return too_much_work(evaluation);
    }
    std::string out;
    bool is_first = true;
    for (const std::string_view line : lines_of(text)) {
        if (!std::exchange(is_first, false)) out += between;
        out += base::join(wrapped(line, {.width = columns,
                                         .breaks_words = parameters.truth(1, true),
                                         .breaks_at_hyphens = parameters.truth(3, true)}),
                          between);
        if (out.size() > evaluation.largest_text) return too_long_text(evaluation);
    }
    return Value(out);
}

// Of rel="..", in the order of the alphabet, each once.
std::string relations_of(std::string_view given, bool nofollow) {
    std::set<std::string_view> all = {"noopener"};
    if (nofollow) all.insert("nofollow");
    for (const std::string_view relation : base::split(given, ' ')) {
        if (!relation.empty()) all.insert(relation);
    }
    return base::join(std::vector<std::string_view>(all.begin(), all.end()), " ");
}

// "tel:", "ftp://"
bool is_scheme(std::string_view scheme) {
    const std::size_t name = std::min(scheme.find(':'), scheme.size());
    const std::string_view rest = scheme.substr(name);
    const auto is_name_char = [](char c) {
        return base::is_alnum(c) || std::string_view("_.+-").contains(c) || (c & 0x80) != 0;
    };
    return name >= 2 && std::ranges::all_of(scheme.substr(0, name), is_name_char) &&
           (rest == ":" || rest == ":/" || rest == "://");
}

Result make_links(const Evaluation& evaluation, const Arguments& arguments) {
    Parameters parameters(arguments,
                          {"trim_url_limit", "nofollow", "target", "rel", "extra_schemes"});
    const std::int64_t most_shown = parameters.integer(0, -1);
    const std::string_view target = parameters.text(2, "");
    const std::string relations = relations_of(parameters.text(3, ""), parameters.truth(1, false));
    if (!parameters) return wrong(parameters);
    LinkStyle style;
    if (most_shown >= 0) style.most_shown = static_cast<std::size_t>(most_shown);
    style.attributes = fmt::format(" rel=\"{}\"", escaped(Value(relations)).as_text());
    if (!target.empty()) {
        style.attributes += fmt::format(" target=\"{}\"", escaped(Value(target)).as_text());
    }
    if (const Value schemes = parameters.value(4, Value(nullptr)); !schemes.is_null()) {
        const auto all = items_of(schemes, evaluation);
        if (!all) return std::unexpected(all.error());
        for (const Value& scheme : *all) {
            if (!scheme.is_text() || !is_scheme(scheme.as_text())) {
                return std::unexpected(fmt::format("{} is no beginning of a URL", scheme.print()));
            }
            style.schemes.emplace_back(scheme.as_text());
        }
    }
    const Value html = escaped(parameters.input());
    const std::string out = with_links(html.as_text(), style);
    if (out.size() > evaluation.largest_text) return too_long_text(evaluation);
    return text_value(out, evaluation.autoescape);
}

Result print_for_person(const Evaluation& evaluation, const Arguments& arguments) {
    const Parameters parameters(arguments, {});
    if (!parameters) return wrong(parameters);
    std::string out;
    if (!value::print_pretty(parameters.input(), out, evaluation.largest_text)) {
        return too_long_text(evaluation);
    }
    return Value(out);
}

}  // namespace

void add_layout_filters(Builtins& builtins) {
    builtins.add_filter("wordwrap", wrap_words);
    builtins.add_filter("urlize", make_links);
    builtins.add_filter("pprint", print_for_person);
}

}  // namespace tined::templates
