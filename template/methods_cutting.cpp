// Methods of texts that make several of one.
#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "template/markup.hpp"
#include "template/methods.hpp"
#include "template/parameters.hpp"
#include "template/text_search.hpp"
#include "template/wrapping.hpp"

namespace tined::templates {

using value::Arguments;
using value::List;
using value::Value;

namespace {

// Nothing: more than a list may have.
std::optional<List> split_at_blanks(std::string_view text, std::int64_t most, std::size_t longest) {
    List parts;
    text = base::trim(text);
    while (!text.empty()) {
        const auto blank = std::ranges::find_if(text, base::is_space);
        const bool is_rest = most >= 0 && std::cmp_greater_equal(parts.size(), most);
        const std::size_t size =
            is_rest ? text.size() : static_cast<std::size_t>(blank - text.begin());
        if (parts.size() == longest) return std::nullopt;
        parts.push_back(Value(text.substr(0, size)));
        text = base::trim(text.substr(size));
    }
    return parts;
}

std::optional<List> split_at_blanks_from_right(std::string_view text, std::int64_t most,
                                               std::size_t longest) {
    std::vector<Value> parts;
    text = base::trim_right(text);
    while (!text.empty()) {
        if (parts.size() == longest) return std::nullopt;
        std::size_t begin = text.size();
        const bool is_rest = most >= 0 && std::cmp_greater_equal(parts.size(), most);
        while (begin > 0 && (is_rest || !base::is_space(text[begin - 1]))) --begin;
        parts.push_back(Value(text.substr(begin)));
        text = base::trim_right(text.substr(0, begin));
    }
    std::ranges::reverse(parts);
    return List(std::move(parts));
}

struct Cut {
    Value separator;
    std::string_view mark;  // null: at white space
    std::int64_t most;
};

std::expected<Cut, std::string> read_cut(const Value& self, const Arguments& arguments) {
    const std::vector<Value> all = with_self(self, arguments);
    Parameters given({all, arguments.named}, {"sep", "maxsplit"});
    Cut cut{given.value(0, Value(nullptr)), {}, given.integer(1, -1)};
    const std::string_view mark = given.text(0, "");
    if (!given) return std::unexpected(*given.error());
    if (cut.separator.is_null()) return cut;
    if (mark.empty()) return std::unexpected("an empty separator");
    cut.mark = cut.separator.as_text();
    return cut;
}

std::expected<std::string_view, std::string> read_mark(const Arguments& arguments) {
    const auto& given = arguments.positional;
    if (given.size() != 1 || !given[0].is_text() || given[0].as_text().empty()) {
        return std::unexpected("partition takes a text that is not empty");
    }
    return given[0].as_text();
}

Value three(std::string_view text, std::size_t begin, std::size_t end) {
    return Value::tuple({Value(text.substr(0, begin)), Value(text.substr(begin, end - begin)),
                         Value(text.substr(end))});
}

}  // namespace

Result split_text(const Evaluation& evaluation, const Value& self, const Arguments& arguments) {
    const auto cut = read_cut(self, arguments);
    if (!cut) return std::unexpected(cut.error());
    std::string_view rest = self.as_text();
    if (cut->mark.empty()) {
        auto words = split_at_blanks(rest, cut->most, evaluation.longest_list);
        return words ? Result(std::move(*words)) : too_long_list(evaluation);
    }
    List parts;
    while (cut->most < 0 || std::cmp_less(parts.size(), cut->most)) {
        const std::size_t end = find_first(rest, cut->mark);
        if (end == std::string_view::npos) break;
        parts.push_back(Value(rest.substr(0, end)));
        rest.remove_prefix(end + cut->mark.size());
        if (parts.size() > evaluation.longest_list) return too_long_list(evaluation);
    }
    parts.push_back(Value(rest));
    return Value(std::move(parts));
}

Result split_text_from_right(const Evaluation& evaluation, const Value& self,
                             const Arguments& arguments) {
    const auto cut = read_cut(self, arguments);
    if (!cut) return std::unexpected(cut.error());
    std::string_view rest = self.as_text();
    if (cut->mark.empty()) {
        auto words = split_at_blanks_from_right(rest, cut->most, evaluation.longest_list);
        return words ? Result(std::move(*words)) : too_long_list(evaluation);
    }
    const BackwardSearch search(rest, cut->mark);
    std::vector<Value> parts;
    while (cut->most < 0 || std::cmp_less(parts.size(), cut->most)) {
        const std::size_t at = search.find_before(rest.size());
        if (at == std::string_view::npos) break;
        parts.push_back(Value(rest.substr(at + cut->mark.size())));
        rest = rest.substr(0, at);
        if (parts.size() > evaluation.longest_list) return too_long_list(evaluation);
    }
    parts.push_back(Value(rest));
    std::ranges::reverse(parts);
    return Value(List(std::move(parts)));
}

Result split_lines(const Evaluation& evaluation, const Value& self, const Arguments& arguments) {
    if (!arguments.positional.empty() || !arguments.named.empty()) {
        return std::unexpected("splitlines takes no arguments here: line ends are left out");
    }
    const auto lines = lines_of(self.as_text());
    if (lines.size() > evaluation.longest_list) return too_long_list(evaluation);
    List list;
    for (const std::string_view line : lines) list.push_back(Value(line));
    return Value(std::move(list));
}

Result partition(const Evaluation&, const Value& self, const Arguments& arguments) {
    const auto mark = read_mark(arguments);
    if (!mark) return std::unexpected(mark.error());
    const std::string_view text = self.as_text();
    const std::size_t at = find_first(text, *mark);
    if (at == std::string_view::npos) return three(text, text.size(), text.size());
    return three(text, at, at + mark->size());
}

Result partition_from_right(const Evaluation&, const Value& self, const Arguments& arguments) {
    const auto mark = read_mark(arguments);
    if (!mark) return std::unexpected(mark.error());
    const std::string_view text = self.as_text();
    const std::size_t at = BackwardSearch(text, *mark).find_before(text.size());
    if (at == std::string_view::npos) return three(text, 0, 0);
    return three(text, at, at + mark->size());
}

}  // namespace tined::templates
