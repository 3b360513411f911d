#include "config/yaml_traps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace tined::config {

namespace {

struct Opening {
    std::string_view text;
    std::string_view mend;  // and why
};

constexpr std::array<Opening, 7> openings = {{
    {"{{", ", as \"{{ name }}\": YAML takes { for a mapping"},
    {"{%", ", as \"{% if ... %}\": YAML takes { for a mapping"},
    {"*", ": YAML takes it for an alias"},
    {"&", ": YAML takes it for an anchor"},
    {"@", ": YAML keeps it for itself"},
    {"%", ": YAML takes it for a directive"},
    {"`", ": YAML keeps it for itself"},
}};

}  // namespace

std::optional<std::string> opening_trap(std::string_view value) {
    if (is_bracketed_v6(value)) return address_trap();
    const auto found = std::ranges::find_if(
        openings, [value](const Opening& opening) { return value.starts_with(opening.text); });
    if (found == openings.end()) return std::nullopt;
    return fmt::format("what begins with {} must be quoted{}", found->text, found->mend);
}

std::string tag_trap(std::string_view tag) {
    return fmt::format(
        "what begins with ! must be quoted: YAML takes {} for a tag, and tined knows only "
        "!env, !file and !credential",
        tag);
}

std::optional<std::string> comment_trap(const Source& source, std::size_t end,
                                        std::string_view value, bool is_prose) {
    if (source.skip_blanks(end) != end + 1 || source.at(end + 1) != '#') return std::nullopt;
    const char next = source.at(end + 2);
    const bool is_glued = next != '\0' && next != '#' && !base::is_space(next);
    const bool has_words = is_prose || std::ranges::any_of(value, base::is_space);
    if (!is_glued && !has_words) return std::nullopt;
    return "\" #\" cuts unquoted text: quote the text, or put two spaces before the # of a comment";
}

std::optional<std::string> tab_trap(const Source& source, std::size_t offset) {
    if (source.indentation(offset).find('\t') == std::string_view::npos) return std::nullopt;
    return "a tab in the indentation: YAML wants spaces";
}

std::string colon_trap() {
    return "\": \" in unquoted text: YAML takes it for a mapping; quote the text";
}

std::string braces_trap() { return "text with { } or [ ] in it must be quoted inside { } and [ ]"; }

std::string address_trap() {
    return "an IPv6 address must be quoted, as \"[::1]:80\": YAML takes [ ] for a list";
}

bool is_bracketed_v6(std::string_view value) noexcept {
    if (!value.starts_with('[')) return false;
    const std::size_t close = value.find(']');
    if (close == std::string_view::npos || close + 1 >= value.size() || value[close + 1] != ':') {
        return false;
    }
    const std::string_view inside = value.substr(1, close - 1);
    return std::ranges::count(inside, ':') >= 2 && std::ranges::all_of(inside, [](char c) {
               return c == ':' || c == '.' || base::hex_value(c) >= 0;
           });
}

}  // namespace tined::config
