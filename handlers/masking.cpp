#include "handlers/masking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "http/target.hpp"

namespace tined::handlers {

namespace {

constexpr std::size_t longest_shown = 1000;
constexpr std::size_t longest_name = 200;

// Anywhere in the name, in lower case and without its dashes and underscores.
constexpr std::array<std::string_view, 14> secret_words = {
    "password", "passwd",     "passphrase", "secret",    "token", "apikey", "authorization",
    "session",  "credential", "privatekey", "signature", "xsrf",  "csrf",   "sessid"};
// The whole name: within others these letters mean nothing.
constexpr std::array<std::string_view, 11> secret_names = {
    "pwd", "pw", "pin", "pass", "auth", "sid", "otp", "jwt", "code", "key", "remember"};
constexpr std::string_view masked = "(masked)";
constexpr int deepest = 8;  // of values within values

// Tornado's signed values of version 2, as tined makes them, and the encrypted ones.
bool is_signed(std::string_view value) noexcept {
    return value.starts_with("2|1:") || value.starts_with("gAAAA");
}

bool is_yaml_before_a_key(char c) noexcept { return c == ' ' || c == '-' || c == '{' || c == ','; }

/// Behind the colon of the key `keys`; npos: the line has none.
std::size_t end_of_keys(std::string_view line) noexcept {
    constexpr std::string_view key = "keys:";
    for (std::size_t at = line.find(key); at != std::string_view::npos;
         at = line.find(key, at + 1)) {
        const std::size_t end = at + key.size();
        const bool begins = at == 0 || is_yaml_before_a_key(line[at - 1]);
        if (begins && (end == line.size() || line[end] == ' ')) return end;
    }
    return std::string_view::npos;
}

std::string cut(std::string_view text, std::size_t most) {
    if (text.size() <= most) return std::string(text);
    std::size_t end = most;
    while ((static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
    return fmt::format("{}... ({} bytes)", text.substr(0, end), text.size());
}

value::Value masked_within(std::string_view name, const value::Value& value, int depth) {
    if (is_secret_name(name) || depth == deepest) return value::Value(masked);
    if (value.kind() == value::Kind::map) {
        value::Map map;
        for (const auto& [key, member] : value.as_map()) {
            map.set(key, masked_within(key.print(), member, depth + 1));
        }
        return map;
    }
    if (value.kind() == value::Kind::list) {
        value::List list;
        for (const auto& item : value.as_list()) list.push_back(masked_within({}, item, depth + 1));
        return list;
    }
    return value;
}

}  // namespace

bool is_secret_name(std::string_view name) noexcept {
    std::string plain = base::to_lower(name);
    std::erase_if(plain, [](char c) { return c == '-' || c == '_'; });
    if (std::ranges::find(secret_names, plain) != secret_names.end()) return true;
    return std::ranges::any_of(secret_words,
                               [&](std::string_view word) { return plain.contains(word); });
}

std::string shown_value(std::string_view name, std::string_view value) {
    if (value.empty()) return {};
    if (is_secret_name(name) || is_signed(value)) return std::string(masked);
    return cut(value, longest_shown);
}

std::string shown_name(std::string_view name) { return cut(name, longest_name); }

std::string shown_nested(std::string_view name, const value::Value& value) {
    const bool has_names = value.kind() == value::Kind::map || value.kind() == value::Kind::list;
    if (!has_names) return shown_value(name, value.print());
    return shown_value({}, masked_within(name, value, 0).print());
}

std::string shown_url(std::string_view url) {
    const auto halves = base::split_once(url, '?');
    std::string shown(halves ? halves->before : url);
    // User and password, which may stand before the host (RFC 3986 §3.2.1).
    const std::size_t authority = shown.find("://");
    const std::size_t at = shown.find('@');
    if (authority != std::string::npos && at != std::string::npos &&
        at < shown.find('/', authority + 3)) {
        shown.replace(authority + 3, at - authority - 3, masked);
    }
    if (!halves) return shown;
    char separator = '?';
    for (const std::string_view pair : base::split(halves->after, '&')) {
        const auto parts = base::split_once(pair, '=');
        const auto name = http::decode_component(parts ? parts->before : pair);
        const bool is_secret = parts && (!name || is_secret_name(*name));
        shown += separator;
        shown += is_secret ? std::string(parts->before) + "=(masked)" : std::string(pair);
        separator = '&';
    }
    return shown;
}

std::string KeysMask::shown(std::string_view line) {
    if (open_ > 0) return mask_flow(line, 0);
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    const bool is_blank = indent == line.size();
    if (is_in_block_ && (is_blank || indent > indent_)) {
        return is_blank ? std::string() : std::string(indent, ' ').append(masked);
    }
    is_in_block_ = false;
    const std::size_t end = end_of_keys(line);
    if (end == std::string_view::npos) return std::string(line);
    const std::string_view value = base::trim(line.substr(end));
    if (!value.empty() && !value.starts_with('#')) return mask_flow(line, end);
    is_in_block_ = true;
    indent_ = indent;
    return std::string(line);
}

// Until the brackets that are opened from there on are closed. A bracket within a key's text may
// be taken for one: then more is masked.
std::string KeysMask::mask_flow(std::string_view line, std::size_t from) {
    std::size_t at = from;
    for (; at < line.size() && open_ >= 0; ++at) {
        if (line[at] == '{' || line[at] == '[') ++open_;
        if (line[at] == '}' || line[at] == ']') --open_;
        if (open_ == 0 && (line[at] == '}' || line[at] == ']')) break;
    }
    open_ = std::max(open_, 0);
    std::string text(line.substr(0, from));
    if (from > 0) text += ' ';
    return text.append(masked);
}

}  // namespace tined::handlers
