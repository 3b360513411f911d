// Methods of texts.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "template/markup.hpp"
#include "template/methods.hpp"
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

// 'separator'.join(list): as Python's, whose result is safe if the separator is.
Result join(const Evaluation& evaluation, const Value& self, const Arguments& arguments) {
    if (arguments.positional.size() != 1) return std::unexpected("join takes one list");
    const Value positional[] = {arguments.positional[0], self};
    Evaluation of_text = evaluation;
    of_text.autoescape = self.is_safe();
    return (*evaluation.builtins.filter("join"))(of_text, {positional, {}});
}

Result count(const Evaluation&, const Value& self, const Arguments& arguments) {
    if (arguments.positional.size() != 1) return std::unexpected("count takes one argument");
    const Value& wanted = arguments.positional[0];
    if (!wanted.is_text() || wanted.as_text().empty()) return std::unexpected("wants text");
    std::int64_t found = 0;
    const std::string_view text = self.as_text();
    const std::string_view sought = wanted.as_text();
    for (std::size_t at = find_first(text, sought); at != std::string_view::npos;
         at = find_first(text, sought, at + sought.size())) {
        ++found;
    }
    return Value(found);
}

// Where a text is found in another, in characters.
template <bool from_right, bool must_be_there>
Result find(const Evaluation&, const Value& self, const Arguments& arguments) {
    if (arguments.positional.size() != 1 || !arguments.positional[0].is_text()) {
        return std::unexpected("takes one text");
    }
    const std::string_view text = self.as_text();
    const std::string_view sought = arguments.positional[0].as_text();
    const std::size_t at = from_right ? BackwardSearch(text, sought).find_before(text.size())
                                      : find_first(text, sought);
    if (at != std::string_view::npos) {
        return Value(static_cast<std::int64_t>(base::count_code_points(text.substr(0, at))));
    }
    if (must_be_there) return std::unexpected("it is not in the text");
    return Value(-1);
}

enum class Side { left, right };

// Fills a text up to so many characters.
template <Side filled>
Result fill(const Evaluation& evaluation, const Value& self, const Arguments& arguments) {
    const std::vector<Value> all = with_self(self, arguments);
    Parameters given({all, arguments.named}, {"width", "fillchar"});
    given.require(0);
    const std::int64_t width = given.integer(0, 0);
    const std::string_view filler = given.text(1, " ");
    if (!given) return wrong(given);
    if (base::count_code_points(filler) != 1) return std::unexpected("wants one character");
    const auto length = static_cast<std::int64_t>(self.size());
    if (std::cmp_greater(width, evaluation.largest_text)) return too_long_text(evaluation);
    std::string filling;
    for (std::int64_t i = length; i < width; ++i) filling += filler;
    const std::string text(self.as_text());
    return text_value(filled == Side::left ? filling + text : text + filling, self.is_safe());
}

// Zeros go behind a sign.
Result fill_with_zeros(const Evaluation& evaluation, const Value& self,
                       const Arguments& arguments) {
    const std::vector<Value> all = with_self(self, arguments);
    Parameters given({all, arguments.named}, {"width"});
    given.require(0);
    const std::int64_t width = given.integer(0, 0);
    if (!given) return wrong(given);
    if (std::cmp_greater(width, evaluation.largest_text)) return too_long_text(evaluation);
    std::string text(self.as_text());
    const std::size_t sign = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
    const auto length = static_cast<std::int64_t>(self.size());
    if (width > length) text.insert(sign, static_cast<std::size_t>(width - length), '0');
    return text_value(text, self.is_safe());
}

template <bool at_start>
Result remove_affix(const Evaluation&, const Value& self, const Arguments& arguments) {
    if (arguments.positional.size() != 1 || !arguments.positional[0].is_text()) {
        return std::unexpected("takes one text");
    }
    std::string_view text = self.as_text();
    const std::string_view affix = arguments.positional[0].as_text();
    if (at_start && text.starts_with(affix)) text.remove_prefix(affix.size());
    if (!at_start && text.ends_with(affix)) text.remove_suffix(affix.size());
    return text_value(text, self.is_safe());
}

Result swap_case(const Evaluation&, const Value& self, const Arguments&) {
    std::string out;
    for (const std::string_view character : characters_of(self.as_text())) {
        const std::string upper = to_upper(character);
        out += upper == character ? to_lower(character) : upper;
    }
    return text_value(out, self.is_safe());
}

// Whether all characters are of a kind, and there is one. Letters past ASCII are letters.
bool is_letter(char c) { return base::is_alpha(c) || (c & 0x80) != 0; }
bool is_letter_or_digit(char c) { return is_letter(c) || base::is_digit(c); }

template <bool (*is_of_kind)(char)>
Result all_are(const Evaluation&, const Value& self, const Arguments&) {
    const std::string_view text = self.as_text();
    return Value(!text.empty() && std::ranges::all_of(text, is_of_kind));
}

template <std::string (*convert)(std::string_view)>
Result is_in_case(const Evaluation&, const Value& self, const Arguments&) {
    const std::string_view text = self.as_text();
    return Value(convert(text) == text && to_lower(text) != to_upper(text));
}

Result fold_case(const Evaluation&, const Value& self, const Arguments&) {
    return text_value(to_lower(self.as_text()), self.is_safe());
}

constexpr bool is_digit(char c) { return base::is_digit(c); }
constexpr bool is_space(char c) { return base::is_space(c); }

constexpr char upper[] = "upper";
constexpr char lower[] = "lower";
constexpr char title[] = "title";
constexpr char capitalize[] = "capitalize";
constexpr char replace[] = "replace";
constexpr char center[] = "center";

constexpr auto rows = std::to_array<MethodRow>({
    {"upper", by_filter<upper>},
    {"lower", by_filter<lower>},
    {"title", by_filter<title>},
    {"capitalize", by_filter<capitalize>},
    {"swapcase", swap_case},
    {"casefold", fold_case},
    {"replace", by_filter<replace>},
    {"center", by_filter<center>},
    {"ljust", fill<Side::right>},
    {"rjust", fill<Side::left>},
    {"zfill", fill_with_zeros},
    {"strip", strip<true, true>},
    {"lstrip", strip<true, false>},
    {"rstrip", strip<false, true>},
    {"removeprefix", remove_affix<true>},
    {"removesuffix", remove_affix<false>},
    {"startswith", starts_or_ends<true>},
    {"endswith", starts_or_ends<false>},
    {"split", split_text},
    {"rsplit", split_text_from_right},
    {"splitlines", split_lines},
    {"partition", partition},
    {"rpartition", partition_from_right},
    {"join", join},
    {"format", format_braces},
    {"count", count},
    {"find", find<false, false>},
    {"rfind", find<true, false>},
    {"index", find<false, true>},
    {"rindex", find<true, true>},
    {"isdigit", all_are<is_digit>},
    {"isdecimal", all_are<is_digit>},
    {"isnumeric", all_are<is_digit>},
    {"isalpha", all_are<is_letter>},
    {"isalnum", all_are<is_letter_or_digit>},
    {"isspace", all_are<is_space>},
    {"isupper", is_in_case<to_upper>},
    {"islower", is_in_case<to_lower>},
});

}  // namespace

std::span<const MethodRow> text_methods() { return rows; }

}  // namespace tined::templates
