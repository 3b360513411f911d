#include "handlers/masking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "http/target.hpp"

namespace tined::handlers {

namespace {

constexpr std::size_t longest_shown = 1000;

// Anywhere in the name, in lower case and without its dashes and underscores.
constexpr std::array<std::string_view, 11> secret_words = {
    "password",      "passwd",  "passphrase", "secret",     "token",    "apikey",
    "authorization", "session", "credential", "privatekey", "signature"};

// Tornado's signed values of version 2, as tined makes them, and the encrypted ones.
bool is_signed(std::string_view value) noexcept {
    return value.starts_with("2|1:") || value.starts_with("gAAAA");
}

std::string masked(std::string_view value) {
    return fmt::format("(masked, {} bytes)", value.size());
}

}  // namespace

bool is_secret_name(std::string_view name) noexcept {
    std::string plain = base::to_lower(name);
    std::erase_if(plain, [](char c) { return c == '-' || c == '_'; });
    if (plain == "pwd" || plain == "pin") return true;
    return std::ranges::any_of(secret_words,
                               [&](std::string_view word) { return plain.contains(word); });
}

std::string shown_value(std::string_view name, std::string_view value) {
    if (value.empty()) return {};
    if (is_secret_name(name) || is_signed(value)) return masked(value);
    if (value.size() <= longest_shown) return std::string(value);
    std::size_t end = longest_shown;
    while ((static_cast<unsigned char>(value[end]) & 0xc0U) == 0x80U) --end;
    return fmt::format("{}... ({} bytes)", value.substr(0, end), value.size());
}

std::string shown_url(std::string_view url) {
    const auto halves = base::split_once(url, '?');
    if (!halves) return std::string(url);
    std::string shown(halves->before);
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

}  // namespace tined::handlers
