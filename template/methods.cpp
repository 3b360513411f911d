#include "template/methods.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "base/nearest.hpp"
#include "base/text.hpp"
#include "template/library.hpp"
#include "template/markup.hpp"
#include "template/operators.hpp"
#include "template/parameters.hpp"
#include "template/sequences.hpp"

namespace tined::templates {

using value::Arguments;
using value::Kind;
using value::List;
using value::Value;

namespace {

std::vector<Value> with_self(const Value& self, const Arguments& arguments) {
    std::vector<Value> all = {self};
    all.insert(all.end(), arguments.positional.begin(), arguments.positional.end());
    return all;
}

// A method that is the filter of that name.
template <const char* name>
Result by_filter(const Evaluation& evaluation, const Value& self, const Arguments& arguments) {
    const std::vector<Value> positional = with_self(self, arguments);
    return (*evaluation.library.filter(name))(evaluation, {positional, arguments.named});
}

std::unexpected<std::string> wrong(const Parameters& parameters) {
    return std::unexpected(*parameters.error());
}

Result keys(const Evaluation&, const Value& self, const Arguments&) {
    auto names = items_of(self);
    if (!names) return std::unexpected(names.error());
    return Value(std::move(*names));
}

Result values(const Evaluation&, const Value& self, const Arguments&) {
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

// Which ends a strip works on.
template <bool left, bool right>
Result strip(const Evaluation&, const Value& self, const Arguments& arguments) {
    const std::vector<Value> all_given = with_self(self, arguments);
    Parameters given({all_given, arguments.named}, {"chars"});
    const std::string_view characters = given.text(0, " \t\n\r\f\v");
    if (!given) return wrong(given);
    return text_value(stripped(self.as_text(), characters, left, right), self.is_safe());
}

template <bool at_start>
Result starts_or_ends(const Evaluation&, const Value& self, const Arguments& arguments) {
    const std::vector<Value> all_given = with_self(self, arguments);
    Parameters given({all_given, arguments.named}, {"affix"});
    given.require(0);
    if (!given) return wrong(given);
    const Value affix = given.value(0);
    const Value single[] = {affix};
    const std::span<const Value> all =
        affix.is_tuple() ? affix.as_list().items() : std::span<const Value>(single);
    for (const Value& one : all) {
        if (!one.is_text()) return std::unexpected("wants text");
        const bool has = at_start ? self.as_text().starts_with(one.as_text())
                                  : self.as_text().ends_with(one.as_text());
        if (has) return Value(true);
    }
    return Value(false);
}

List split_at_blanks(std::string_view text, std::int64_t most) {
    List parts;
    text = base::trim(text);
    while (!text.empty()) {
        const auto blank = std::ranges::find_if(text, base::is_space);
        const bool is_rest = most >= 0 && std::cmp_greater_equal(parts.size(), most);
        const std::size_t size =
            is_rest ? text.size() : static_cast<std::size_t>(blank - text.begin());
        parts.push_back(Value(text.substr(0, size)));
        text = base::trim(text.substr(size));
    }
    return parts;
}

Result split(const Evaluation& evaluation, const Value& self, const Arguments& arguments) {
    const std::vector<Value> all_given = with_self(self, arguments);
    Parameters given({all_given, arguments.named}, {"sep", "maxsplit"});
    const Value separator = given.value(0, Value(nullptr));
    const std::string_view mark = given.text(0, "");
    const std::int64_t most = given.integer(1, -1);
    if (!given) return wrong(given);
    if (separator.is_null()) return Value(split_at_blanks(self.as_text(), most));
    if (mark.empty()) return std::unexpected("an empty separator");
    List parts;
    std::string_view rest = self.as_text();
    while (most < 0 || std::cmp_less(parts.size(), most)) {
        const std::size_t end = rest.find(mark);
        if (end == std::string_view::npos) break;
        parts.push_back(Value(rest.substr(0, end)));
        rest.remove_prefix(end + mark.size());
        if (parts.size() > evaluation.longest_list) return too_long_list(evaluation);
    }
    parts.push_back(Value(rest));
    return Value(std::move(parts));
}

// 'separator'.join(list)
Result join(const Evaluation& evaluation, const Value& self, const Arguments& arguments) {
    if (arguments.positional.size() != 1) return std::unexpected("join takes one list");
    const Value positional[] = {arguments.positional[0], self};
    return (*evaluation.library.filter("join"))(evaluation, {positional, {}});
}

Result count(const Evaluation&, const Value& self, const Arguments& arguments) {
    if (arguments.positional.size() != 1) return std::unexpected("count takes one argument");
    const Value& wanted = arguments.positional[0];
    std::int64_t found = 0;
    if (self.kind() == Kind::list) {
        for (const Value& item : self.as_list()) found += item == wanted ? 1 : 0;
        return Value(found);
    }
    if (!wanted.is_text() || wanted.as_text().empty()) return std::unexpected("wants text");
    const std::string_view text = self.as_text();
    for (std::size_t at = text.find(wanted.as_text()); at != std::string_view::npos;
         at = text.find(wanted.as_text(), at + wanted.as_text().size())) {
        ++found;
    }
    return Value(found);
}

constexpr char upper[] = "upper";
constexpr char lower[] = "lower";
constexpr char title[] = "title";
constexpr char capitalize[] = "capitalize";
constexpr char replace[] = "replace";
constexpr char center[] = "center";
constexpr char items[] = "items";

struct Row {
    std::string_view name;
    Method method;
};

constexpr auto map_methods = std::to_array<Row>(
    {{"items", by_filter<items>}, {"keys", keys}, {"values", values}, {"get", get}});

constexpr auto text_methods = std::to_array<Row>({
    {"upper", by_filter<upper>},
    {"lower", by_filter<lower>},
    {"title", by_filter<title>},
    {"capitalize", by_filter<capitalize>},
    {"replace", by_filter<replace>},
    {"center", by_filter<center>},
    {"strip", strip<true, true>},
    {"lstrip", strip<true, false>},
    {"rstrip", strip<false, true>},
    {"startswith", starts_or_ends<true>},
    {"endswith", starts_or_ends<false>},
    {"split", split},
    {"join", join},
    {"count", count},
});

constexpr auto list_methods = std::to_array<Row>({{"count", count}});

std::span<const Row> methods_of(const Value& value) {
    if (value.is_mapping()) return map_methods;
    if (value.is_text()) return text_methods;
    if (value.kind() == Kind::list) return list_methods;
    return {};
}

}  // namespace

const Method* find_method(const Value& value, std::string_view name) {
    for (const Row& row : methods_of(value)) {
        if (row.name == name) return &row.method;
    }
    return nullptr;
}

std::string unknown_method(const Value& value, std::string_view name) {
    std::vector<std::string_view> known;
    for (const Row& row : methods_of(value)) known.push_back(row.name);
    const auto near = base::nearest(name, known);
    return fmt::format("{} has no method \"{}\"{}", kind_with_article(value), name,
                       near ? fmt::format("; did you mean \"{}\"?", *near) : "");
}

}  // namespace tined::templates
