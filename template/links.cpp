#include "template/links.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <fmt/core.h>

#include "base/text.hpp"
#include "template/sequences.hpp"

namespace tined::templates {
namespace {

bool is_word_char(char c) { return base::is_alnum(c) || c == '_' || (c & 0x80) != 0; }
bool is_label_char(char c) { return is_word_char(c) || c == '%' || c == '-'; }
bool is_hex_digit(char c) { return base::is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f'); }

// Takes what stands at the beginning off the text.
bool take(std::string_view& text, std::string_view beginning) {
    if (!base::starts_with_ignoring_case(text, beginning)) return false;
    text.remove_prefix(beginning.size());
    return true;
}

template <typename Predicate>
std::string_view take_while(std::string_view& text, Predicate predicate) {
    const auto end = std::ranges::find_if_not(text, predicate);
    const std::string_view taken = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(taken.size());
    return taken;
}

// The last label of a name whose scheme is written: letters, or xn-- and what encodes others.
bool is_top_level(std::string_view label) {
    std::string_view rest = label;
    if (take(rest, "xn--")) {
        const bool is_encoded =
            std::ranges::all_of(rest, [](char c) { return is_word_char(c) || c == '%'; });
        if (is_encoded && rest.size() >= 2 && rest.size() <= 59) return true;
    }
    return label.size() >= 2 && label.size() <= 63 && std::ranges::all_of(label, base::is_alpha);
}

bool is_name(std::string_view host) {
    const auto labels = base::split(host, '.');
    return is_top_level(labels.back()) &&
           std::ranges::none_of(labels, [](std::string_view label) { return label.empty(); });
}

// A name without a scheme: only in domains that are surely none of a language's words.
bool is_common_name(std::string_view host) {
    static constexpr auto domains =
        std::to_array<std::string_view>({"com", "net", "int", "edu", "gov", "org", "info", "mil"});
    auto labels = base::split(host, '.');
    const auto is_last = [&](std::string_view domain) {
        return base::equals_ignoring_case(domain, labels.back());
    };
    if (labels.size() < 2 || std::ranges::none_of(domains, is_last)) return false;
    labels.pop_back();
    return std::ranges::all_of(
        labels, [](std::string_view label) { return label.size() >= 2 && label.size() <= 63; });
}

bool is_ipv4(std::string_view host) {
    const auto parts = base::split(host, '.');
    return parts.size() == 4 && std::ranges::all_of(parts, [](std::string_view part) {
               return !part.empty() && part.size() <= 3 &&
                      std::ranges::all_of(part, base::is_digit);
           });
}

// Between the brackets: two groups of at most four digits with their colons, and at most six more.
bool is_ipv6(std::string_view address) {
    for (int i = 0; i < 2; ++i) {
        if (take_while(address, is_hex_digit).size() > 4 || !take(address, ":")) return false;
    }
    std::size_t groups = 0;
    while (!address.empty()) {
        const std::size_t digits = take_while(address, is_hex_digit).size();
        const bool has_colon = take(address, ":");
        if (digits == 0 && !has_colon) return false;
        groups += std::max<std::size_t>(1, (digits + 3) / 4);
    }
    return groups <= 6;
}

// What may follow a host: a port, and a path, query or fragment.
bool is_rest_of_url(std::string_view rest) {
    if (take(rest, ":")) {
        const std::size_t digits = take_while(rest, base::is_digit).size();
        if (digits == 0 || digits > 5) return false;
    }
    return rest.empty() || std::string_view("/?#").contains(rest[0]);
}

bool is_url(std::string_view text) {
    std::string_view rest = text;
    const bool has_scheme = take(rest, "http://") || take(rest, "https://");
    if (has_scheme && rest.starts_with('[')) {
        const std::size_t end = rest.find(']');
        return end != std::string_view::npos && is_ipv6(rest.substr(1, end - 1)) &&
               is_rest_of_url(rest.substr(end + 1));
    }
    const auto in_host = [](char c) { return is_label_char(c) || c == '.'; };
    const std::string_view host = take_while(rest, in_host);
    if (host.empty() || !is_rest_of_url(rest)) return false;
    if (has_scheme) return is_name(host) || is_ipv4(host);
    std::string_view behind_www = host;
    return (take(behind_www, "www.") && is_name(behind_www)) || is_common_name(host);
}

bool is_mail_address(std::string_view text) {
    const std::size_t at = text.rfind('@');
    if (at == 0 || at == std::string_view::npos) return false;
    const std::string_view host = text.substr(at + 1);
    const std::size_t dot = host.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == host.size()) return false;
    const auto in_host = [](char c) { return is_word_char(c) || c == '.' || c == '-'; };
    return is_word_char(host[0]) && std::ranges::all_of(host, in_host) &&
           std::ranges::all_of(host.substr(dot + 1), is_word_char);
}

std::size_t count(std::string_view text, std::string_view mark) {
    std::size_t found = 0;
    for (std::size_t at = text.find(mark); at != std::string_view::npos;
         at = text.find(mark, at + mark.size())) {
        ++found;
    }
    return found;
}

/// A word, and the punctuation around it that belongs to no link.
struct Parts {
    std::string_view before;
    std::string_view middle;
    std::string_view after;
};

std::size_t leading_punctuation(std::string_view word) {
    std::size_t size = 0;
    for (;;) {
        const std::string_view rest = word.substr(size);
        if (rest.starts_with('(') || rest.starts_with('<')) {
            ++size;
        } else if (rest.starts_with("&lt;")) {
            size += 4;
        } else {
            return size;
        }
    }
}

std::size_t trailing_punctuation(std::string_view word) {
    std::size_t size = 0;
    for (;;) {
        const std::string_view rest = word.substr(0, word.size() - size);
        if (!rest.empty() && std::string_view(")>.,").contains(rest.back())) {
            ++size;
        } else if (rest.ends_with("&gt;")) {
            size += 4;
        } else {
            return size;
        }
    }
}

Parts parts_of(std::string_view word) {
    using Pair = std::pair<std::string_view, std::string_view>;
    static constexpr auto pairs = std::to_array<Pair>({{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}});
    const std::size_t begin = leading_punctuation(word);
    std::size_t end = word.size() - trailing_punctuation(word.substr(begin));
    // A bracket that closes one within the link belongs to it.
    for (const auto& [open, close] : pairs) {
        const std::string_view middle = word.substr(begin, end - begin);
        const std::size_t opened = count(middle, open);
        if (opened <= count(middle, close)) continue;
        const std::size_t moved = std::min(opened, count(word.substr(end), close));
        for (std::size_t i = 0; i < moved; ++i) end = word.find(close, end) + close.size();
    }
    return {word.substr(0, begin), word.substr(begin, end - begin), word.substr(end)};
}

std::string shown(std::string_view url, const LinkStyle& style) {
    if (!style.most_shown) return std::string(url);
    const auto characters = characters_of(url);
    if (characters.size() <= *style.most_shown) return std::string(url);
    const char* const end = characters[*style.most_shown].data();
    return std::string(url.substr(0, static_cast<std::size_t>(end - url.data()))) + "...";
}

void append_linked(std::string_view text, const LinkStyle& style, std::string& out) {
    const auto append_link = [&](std::string_view scheme, std::string_view url,
                                 std::string_view attributes, std::string_view inner) {
        out += fmt::format("<a href=\"{}{}\"{}>{}</a>", scheme, url, attributes, inner);
    };
    if (is_url(text)) {
        const bool has_scheme = text.starts_with("http://") || text.starts_with("https://");
        append_link(has_scheme ? "" : "https://", text, style.attributes, shown(text, style));
        return;
    }
    if (text.starts_with("mailto:") && is_mail_address(text.substr(7))) {
        append_link("", text, "", text.substr(7));
        return;
    }
    if (!text.starts_with("www.") && !text.contains(':') && is_mail_address(text)) {
        append_link("mailto:", text, "", text);
        return;
    }
    for (const std::string& scheme : style.schemes) {
        if (text == scheme || !text.starts_with(scheme)) continue;
        append_link("", text, style.attributes, text);
        return;
    }
    out += text;
}

}  // namespace

std::string with_links(std::string_view html, const LinkStyle& style) {
    std::string out;
    while (!html.empty()) {
        const auto is_no_space = [](char c) { return !base::is_space(c); };
        out += take_while(html, base::is_space);
        const Parts word = parts_of(take_while(html, is_no_space));
        out += word.before;
        append_linked(word.middle, style, out);
        out += word.after;
    }
    return out;
}

}  // namespace tined::templates
